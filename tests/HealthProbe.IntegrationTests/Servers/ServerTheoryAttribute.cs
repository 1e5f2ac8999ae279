namespace HealthProbe.IntegrationTests.Servers;

/// <summary>A theory that needs a real server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServerTheoryAttribute : TheoryAttribute
{
    public ServerTheoryAttribute(string program, string package, bool inANamespace = false)
    {
        (Program, Package, InANamespace) = (program, package, inANamespace);
        Skip = Requirement.Skip(Installed.Find(program) is not null, $"there is no {program} here: apt-get install {package}")
            ?? Requirement.Skip(!inANamespace || NetworkNamespace.CanBeMade, NetworkNamespaceTheoryAttribute.Reason);
    }

    public string Program { get; }

    public string Package { get; }

    public bool InANamespace { get; }
}
