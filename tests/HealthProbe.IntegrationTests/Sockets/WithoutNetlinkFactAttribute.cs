namespace HealthProbe.IntegrationTests.Sockets;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class WithoutNetlinkFactAttribute : FactAttribute
{
    public WithoutNetlinkFactAttribute() => Skip = Requirement.Skip(WithoutNetlink.IsPossible, "a filter of system calls needs Linux x64 with seccomp");
}
