using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>A test that needs a shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        Shell = shell;
        Skip = Requirement.Skip(Installed.Find(shell) is not null && Installed.Find(Terminal.Program) is not null, $"there is no {shell} here: apt-get install {shell} bsdutils");
    }

    public string Shell { get; }
}
