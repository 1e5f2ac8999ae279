namespace HealthProbe.IntegrationTests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetworkNamespaceTheoryAttribute : TheoryAttribute
{
    public NetworkNamespaceTheoryAttribute() =>
        Skip = Requirement.Skip(NetworkNamespace.CanBeMade, "a network namespace needs Linux, root, and a /proc/sys that can be written to");
}
