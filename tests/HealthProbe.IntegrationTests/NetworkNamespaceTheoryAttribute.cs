namespace HealthProbe.IntegrationTests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetworkNamespaceTheoryAttribute : TheoryAttribute
{
    public const string Reason = "a network namespace needs Linux, root, and a /proc/sys that can be written to";

    public NetworkNamespaceTheoryAttribute() => Skip = Requirement.Skip(NetworkNamespace.CanBeMade, Reason);
}
