using HealthProbe.Cli;

namespace HealthProbe.Tests;

/// <summary>No text of an argument, a variable or a file reaches a usage error, or the name of a target, as it is.</summary>
public sealed class OutsideTextTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string> Options => [.. new CommandLine(_ => null).VariableNames];

    public static TheoryData<string> Targets =>
    [
        "{0}", "{0}:80", "db:{0}", ":{0}", "{0}://db", "tcp://{0}", "tcp://db:{0}", "tcp://db:80/{0}", "http://db/{0}", "http://db/?a={0}", "http://{0}@db/", "http://db/#{0}",
        "grpc://db/{0}", "postgres://db/{0}", "postgres://db/a?sslmode={0}", "redis://db/{0}", "unix:///{0}", "unix://{0}", "file:///{0}", "listen://{0}", "[{0}]:80", "fe80::1%{0}",
        "[fe80::1%{0}]:80", "-{0}", "--{0}", "--timeout{0}", "-t{0}", "@{0}", "${{{0}}}", "${{A:-{0}", "${{A:-${{{0}}}}}",
    ];

    public void Dispose() => File.Delete(_file);

    [Theory, MemberData(nameof(Options))]
    public void In_an_option_is_quoted(string variable)
    {
        string option = $"--{variable["HEALTHPROBE_".Length..].Replace('_', '-').ToLowerInvariant()}";
        foreach (string text in OutsideText.All)
        {
            File.WriteAllText(_file, text);
            Check(new WrittenCommand().Read("http://db/", $"{option}={text}"), text);
            Check(new WrittenCommand().Read("http://db/", option, text), text);
            Check(new WrittenCommand().Read("http://db/", option, $"@{text}"), text);
            Check(new WrittenCommand().Read("http://db/", option, _file), text);
            Check(new WrittenCommand().Read("http://db/", option, $"@{_file}"), text);
            Check(new WrittenCommand(("X", text)).Read("http://db/", option, "${X}"), text);
            Check(new WrittenCommand((variable, text)).Read(), text);
        }
    }

    [Theory, MemberData(nameof(Targets))]
    public void In_a_target_is_quoted(string target)
    {
        foreach (string text in OutsideText.All)
        {
            string argument = string.Format(null, target, text);
            Check(new WrittenCommand().Read(argument), text);
            Check(new WrittenCommand().Read(argument, "80"), text);
            Check(new WrittenCommand().Read("db", argument), text);
            Check(new WrittenCommand().Read("a:1", argument), text);
            Check(new WrittenCommand(("X", argument)).Read("${X}"), text);
            Check(new WrittenCommand(("HEALTHPROBE_TARGET", argument)).Read(), text);
            Check(new ListenCommandLine(_ => null).Read([argument]), text);
            Check(new ListenCommandLine(_ => null).Read(["--while", argument]), text);
        }
    }

    private static void Check(Invocation invocation, string text)
    {
        switch (invocation)
        {
            case Invocation.Mistake mistake:
                OutsideText.ShouldBeSafe(WorkflowCommands.DefuseInline(mistake.Text), text);
                break;

            case Invocation.Probe probe:
                probe.Settings.Targets.Should().AllSatisfy(target => OutsideText.ShouldBeSafe(WorkflowCommands.DefuseInline(target.ToString()), text));
                break;

            case Invocation.Listen { Settings.While: Target target }:
                OutsideText.ShouldBeSafe(WorkflowCommands.DefuseInline(target.ToString()), text);
                break;
        }
    }
}
