using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace HealthProbe.Cli;

/// <summary>The whole command line: what may be written, and what it means.</summary>
internal sealed class CommandLine
{
    /// <summary>The name of the command that opens a port; a host of that name is written with its port.</summary>
    public const string ListenName = "listen";

    private readonly Func<string, string?> _environment;
    private readonly Argument<string[]> _targets = new("target") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<TimeSpan> _timeout;
    private readonly Option<OutputFormat> _output;
    private readonly Option<bool> _quiet;
    private readonly Option<bool> _verbose;
    private readonly Option<bool> _first = new("--first") { Hidden = true, Arity = ArgumentArity.Zero };
    private readonly Option<bool> _help = new("--help", "-h") { Description = "print this", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Description = "print the version", Arity = ArgumentArity.Zero };
    private readonly RootCommand _root;

    public CommandLine(Func<string, string?> environment)
    {
        _environment = environment;
        var option = new OptionFactory(environment);
        _timeout = option.Value("--timeout", ["-t"], "duration", "longest one attempt may take, everything included", Prober.DefaultTimeout, ReadDuration);
        _output = option.Value("--output", ["-o"], "text|json", "what to print", OutputFormat.Text, ReadOutput);
        _quiet = option.Flag("--quiet", ["-q"], "print nothing: the exit code is the answer");
        _verbose = option.Flag("--verbose", ["-v"], "print the healthy answers too");

        _root = new RootCommand { _first, _targets, _timeout, _output, _quiet, _verbose, _help, _version };
        foreach (Option builtIn in _root.Options.Where(o => o is HelpOption or VersionOption).ToList())
        {
            _root.Options.Remove(builtIn);
        }

        _root.Directives.Clear();
    }

    public Invocation Read(IReadOnlyList<string> args)
    {
        if (!TryPrepare(args, out List<string> prepared, out string? mistake))
        {
            return new Invocation.Mistake(mistake!);
        }

        // The library takes a first "[word]" for a directive, drops a first argument that is this program's own name, and reads "@/some/file" as more
        // arguments: each would leave a target unasked. A first option of our own ends the first two.
        prepared.Insert(0, _first.Name);
        ParseResult result = _root.Parse(prepared, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        string[] arguments = result.GetValue(_targets) ?? [];
        mistake = MistakeIn(result, arguments);
        return mistake is not null ? new Invocation.Mistake(mistake)
            : result.GetValue(_help) ? new Invocation.Print(HelpText.Of(_root))
            : result.GetValue(_version) ? new Invocation.Print($"healthprobe {ProductVersion.Text}")
            : Probe(result, arguments);
    }

    private string? MistakeIn(ParseResult result, string[] arguments)
    {
        if (Array.Find(arguments, argument => argument.StartsWith('-')) is string unknown)
        {
            return UnknownOption(unknown);
        }

        foreach (OptionResult given in result.CommandResult.Children.OfType<OptionResult>())
        {
            if (given.IdentifierTokenCount > 1)
            {
                return given.Option == _first ? UnknownOption(_first.Name) : $"{given.Option.Name} is given twice: write it once";
            }

            if (!given.Implicit && given.Tokens.Count < given.Option.Arity.MinimumNumberOfValues)
            {
                return NoValue(given.Option);
            }
        }

        // "-h db" is how other tools name the host: printing the help with exit code 0 would look healthy for ever.
        return (result.GetValue(_help) || result.GetValue(_version)) && arguments.Length > 0
            ? "--help and --version ask nothing: write them alone, and a host without an option"
            : result.Errors is [ParseError error, ..] ? error.Message : null;
    }

    private Invocation Probe(ParseResult result, string[] arguments)
    {
        string fromEnvironment = _environment(Variables.Target) ?? "";
        string[] words = arguments.Length > 0 ? arguments : fromEnvironment.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!TargetArguments.TryRead(words, out IReadOnlyList<Target>? targets, out string? mistake))
        {
            return new Invocation.Mistake(arguments.Length > 0 ? mistake : $"{Variables.Target}: {mistake}");
        }

        var settings = new ProbeSettings
        {
            Targets = targets,
            Timeout = result.GetValue(_timeout),
            Output = result.GetValue(_output),
            Quiet = result.GetValue(_quiet),
            Verbose = result.GetValue(_verbose),
        };
        return settings is { Quiet: true, Verbose: true }
            ? new Invocation.Mistake("--quiet and --verbose cannot both hold: write one of them")
            : new Invocation.Probe(settings);
    }

    private bool TryPrepare(IReadOnlyList<string> args, out List<string> prepared, out string? mistake)
    {
        prepared = new List<string>(args.Count);
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i].Contains('\uFFFD', StringComparison.Ordinal))
            {
                mistake = $"argument {i + 1} is not valid UTF-8: write it in plain ASCII";
                return false;
            }

            if (!EnvironmentReferences.TryReplace(args[i], _environment, out string replaced, out mistake))
            {
                return false;
            }

            // The library would take the next argument for the value that is missing here, and a target would not be asked.
            mistake = _root.Options.Where(option => HasValue(replaced, option)).Select(option => MistakeInValue(replaced, option)).FirstOrDefault();
            if (mistake is not null)
            {
                return false;
            }

            prepared.Add(replaced);
        }

        mistake = null;
        return true;
    }

    private static bool HasValue(string arg, Option option) =>
        option.Aliases.Prepend(option.Name).Any(name => arg.StartsWith(name + '=', StringComparison.Ordinal) || arg.StartsWith(name + ':', StringComparison.Ordinal));

    private static string? MistakeInValue(string arg, Option option) =>
        option.Arity.MaximumNumberOfValues == 0 ? $"{option.Name} takes no value: write {option.Name}"
        : arg[^1] is '=' or ':' && arg.IndexOfAny(['=', ':']) == arg.Length - 1 ? NoValue(option)
        : null;

    private static string NoValue(Option option) => $"{option.Name} has no value: write {option.Name} <{option.HelpName}>";

    private string UnknownOption(string written)
    {
        string name = written.Split('=', ':')[0];
        IEnumerable<string> known = _root.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
        return $"unknown option {Quoted.Of(name)}: {(NearestName.Of(name, known) is string near ? $"did you mean {near}?" : "see healthprobe --help")}";
    }

    private static TimeSpan ReadDuration(string text, out string? mistake)
    {
        mistake = Duration.TryParse(text, out TimeSpan duration) ? null : $"{Quoted.Of(text)} is not a duration from 1ms to 24h: {Duration.Grammar}";
        return duration;
    }

    private static OutputFormat ReadOutput(string text, out string? mistake)
    {
        mistake = text is "text" or "json" ? null : $"{Quoted.Of(text)} is not a format: write text or json";
        return text == "json" ? OutputFormat.Json : OutputFormat.Text;
    }
}
