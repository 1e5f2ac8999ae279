namespace HealthProbe.IntegrationTests.Servers;

/// <summary>A test that needs a real server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute(string program, string package)
    {
        (Program, Package) = (program, package);
        Skip = Requirement.Skip(Installed.Find(program) is not null, $"there is no {program} here: apt-get install {package}");
    }

    public string Program { get; }

    public string Package { get; }
}
