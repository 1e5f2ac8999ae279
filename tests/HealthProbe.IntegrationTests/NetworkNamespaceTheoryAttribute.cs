namespace HealthProbe.IntegrationTests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetworkNamespaceTheoryAttribute : TheoryAttribute
{
    public const string Reason = "a network namespace needs Linux, root, and a /proc/sys that can be written to";

    public NetworkNamespaceTheoryAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = Requirement.Skip(NetworkNamespace.CanBeMade, Reason)
            ?? Requirement.Skip(programs.All(program => Servers.Installed.Find(program) is not null), $"one of these is missing here: {string.Join(", ", programs)}");
    }

    /// <summary>What must be installed.</summary>
    public string[] Programs { get; }
}
