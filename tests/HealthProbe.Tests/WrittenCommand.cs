using HealthProbe.Cli;

namespace HealthProbe.Tests;

/// <summary>A command line read in an environment of its own.</summary>
internal sealed class WrittenCommand(params (string Name, string Value)[] variables)
{
    public IReadOnlyDictionary<string, string> Variables { get; } = variables.DistinctBy(variable => variable.Name).ToDictionary(variable => variable.Name, variable => variable.Value);

    public string? Environment(string name) => Array.Find(variables, variable => variable.Name == name).Value;

    public Invocation Read(params string[] arguments) => new CommandLine(Environment).Read(arguments);

    public string Mistake(params string[] arguments) => Read(arguments).Should().BeOfType<Invocation.Mistake>().Subject.Text;

    public string Printed(params string[] arguments) => Read(arguments).Should().BeOfType<Invocation.Print>().Subject.Text;

    public ProbeSettings Settings(params string[] arguments) => Read(arguments).Should().BeOfType<Invocation.Probe>().Subject.Settings;

    public IEnumerable<string> Targets(params string[] arguments) => Settings(arguments).Targets.Select(target => target.ToString());
}
