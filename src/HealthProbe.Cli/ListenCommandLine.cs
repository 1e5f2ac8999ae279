using System.CommandLine;
using HealthProbe.Cli.Options;

namespace HealthProbe.Cli;

/// <summary>The command line of <c>healthprobe listen</c>: what may be written after that word, and what it means.</summary>
internal sealed class ListenCommandLine
{
    private readonly Func<string, string?> _environment;
    private readonly Argument<string[]> _address = new("address") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<Target?> _while;
    private readonly Option<TimeSpan> _interval;
    private readonly Option<TimeSpan> _timeout;
    private readonly Option<bool> _help = new("--help", "-h") { Arity = ArgumentArity.Zero };
    private readonly StrictParser _parser;

    public ListenCommandLine(Func<string, string?> environment)
    {
        _environment = environment;
        var option = new OptionFactory(environment);
        _while = option.Value<Target?>("--while", [], "target", "", null, ReadTarget);
        _interval = option.Value("--interval", ["-i"], "duration", "", TimeSpan.FromSeconds(1), ValueReader.Duration);
        _timeout = option.Timeout = option.Value("--timeout", ["-t"], "duration", "", Prober.DefaultTimeout, ValueReader.Duration);
        _parser = new StrictParser(new RootCommand { _address, _while, _interval, _timeout, _help }, _address, environment, "healthprobe listen --help")
        {
            Information = [_help],
        };
    }

    public Invocation Read(IReadOnlyList<string> args)
    {
        if (!_parser.TryParse(args, [], out ParseResult? result, out string? mistake))
        {
            return new Invocation.Mistake(mistake);
        }

        string[] address = [.. (result.GetValue(_address) ?? []).Select(part => EnvironmentReferences.Replace(part, _environment))];
        if (result.GetValue(_help))
        {
            // "-h 0.0.0.0" is how other tools name the host.
            return address.Length > 0
                ? new Invocation.Mistake("--help opens nothing: write it alone, and a host without an option")
                : new Invocation.Print(ListenHelp.Text);
        }

        if (!ListenAddress.TryRead(address, out string host, out int port, out mistake))
        {
            return new Invocation.Mistake(mistake);
        }

        Target? target = result.GetValue(_while);
        return target is null && Array.Find([_interval, _timeout], option => result.GetResult(option) is { Implicit: false }) is Option idle
            ? new Invocation.Mistake($"{idle.Name} is of no use without --while: write --while <target> too, or leave {idle.Name} out")
            : new Invocation.Listen(new ListenSettings
            {
                Host = host,
                Port = port,
                While = target,
                Interval = result.GetValue(_interval),
                Timeout = result.GetValue(_timeout),
            });
    }

    private static Target? ReadTarget(string text, out string? mistake)
    {
        _ = Target.TryParse(text, out Target? target, out mistake);
        return target;
    }
}
