namespace HealthProbe.IntegrationTests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class IPv6TheoryAttribute : TheoryAttribute
{
    public IPv6TheoryAttribute() => Skip = Requirement.Skip(BothLoopbacks.Exist, "this machine has no IPv6 loopback address");
}
