using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using HealthProbe.Cli.Options;

namespace HealthProbe.Cli;

/// <summary>The whole command line: what may be written, and what it means.</summary>
internal sealed class CommandLine
{
    /// <summary>The name of the command that opens a port; a host of that name is written with its port.</summary>
    public const string ListenName = "listen";

    private readonly Func<string, string?> _environment;
    private readonly Argument<string[]> _targets = new("target") { Arity = ArgumentArity.ZeroOrMore };
    private readonly WaitArguments _wait;
    private readonly HttpArguments _http;
    private readonly TlsArguments _tls;
    private readonly OutputArguments _output;
    private readonly Option<bool> _first = new("--first") { Hidden = true, Arity = ArgumentArity.Zero };
    private readonly Option<bool> _help = new("--help", "-h") { Description = "print this", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Description = "print the version", Arity = ArgumentArity.Zero };
    private readonly RootCommand _root;

    public CommandLine(Func<string, string?> environment)
    {
        _environment = environment;
        var option = new OptionFactory(environment);
        _wait = new WaitArguments(option);
        _http = new HttpArguments(option);
        _tls = new TlsArguments(option);
        _output = new OutputArguments(option);

        _root = new RootCommand { _first, _targets };
        _root.Directives.Clear();
        _root.Options.Where(o => o is HelpOption or VersionOption).ToList().ForEach(builtIn => _root.Options.Remove(builtIn));
        foreach (Option each in (Option[])[.. _wait.All, .. _http.All, _http.UnixSocket, .. _tls.All, .. _output.All, _help, _version])
        {
            _root.Options.Add(each);
        }
    }

    /// <summary>The variables that take the place of options.</summary>
    public IEnumerable<string> VariableNames => _root.Options.Where(option => !option.Hidden && option != _help && option != _version).Select(option => Variables.Of(option.Name));

    public Invocation Read(IReadOnlyList<string> args)
    {
        int end = args.ToList().IndexOf("--");
        IEnumerable<string> own = end < 0 ? args : args.Take(end);
        IReadOnlyList<string> command = end < 0 ? [] : [.. args.Skip(end + 1)];
        if (!TryPrepare([.. own], command, out List<string> prepared, out string? mistake))
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
            : end >= 0 && command.Count == 0 ? new Invocation.Mistake("there is no command after --: write one, or leave -- out")
            : Probe(result, arguments, command);
    }

    private Invocation Probe(ParseResult result, string[] arguments, IReadOnlyList<string> command)
    {
        string fromEnvironment = _environment(Variables.Target) ?? "";
        string[] words = arguments.Length > 0 ? arguments : fromEnvironment.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!TargetArguments.TryRead(words, out IReadOnlyList<Target>? targets, out string? mistake))
        {
            return new Invocation.Mistake(arguments.Length > 0 ? mistake : $"{Variables.Target}: {mistake}");
        }

        ProbeSettings settings = _wait.Read(result, new ProbeSettings { Targets = targets, Command = command }, out string? waitMistake);
        settings = _output.Read(result, settings, out string? outputMistake);
        settings = settings with { Probe = new ProbeOptions { Http = _http.Read(result), Tls = _tls.Read(result, out string? tlsMistake) } };
        mistake = waitMistake ?? outputMistake ?? tlsMistake
            ?? Unused(result, _http.All, targets, ["http", "https"]) ?? Unused(result, [_http.UnixSocket], targets, ["http", "https", "grpc", "grpcs"])
            ?? Unused(result, _tls.All, targets, ProbeFactory.TlsSchemes);
        return mistake is null ? new Invocation.Probe(settings) : new Invocation.Mistake(mistake);
    }

    private static string? Unused(ParseResult result, IEnumerable<Option> options, IEnumerable<Target> targets, string[] schemes)
    {
        Option? unused = targets.Any(target => schemes.Contains(target.Scheme)) ? null : options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        return unused is null ? null : $"{unused.Name} is for {Enumerated(schemes)} targets, and there is none: write one such as {schemes[0]}://host/";
    }

    private static string Enumerated(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static string? NotText(IReadOnlyList<string> args, IReadOnlyList<string> command)
    {
        int index = args.Concat(command).ToList().FindIndex(arg => arg.Contains('\uFFFD', StringComparison.Ordinal) || arg.Contains('\0', StringComparison.Ordinal));
        int position = index < args.Count ? index + 1 : index + 2;
        return index < 0 ? null : $"argument {position} is not valid UTF-8 text: write it in plain ASCII";
    }

    private string? MistakeIn(ParseResult result, string[] arguments)
    {
        if (Array.Find(arguments, argument => argument.StartsWith('-')) is string unknown)
        {
            return UnknownOption(unknown);
        }

        foreach (OptionResult given in result.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit))
        {
            if (given.IdentifierTokenCount > 1 && given.Option.Arity.MaximumNumberOfValues <= 1)
            {
                return given.Option == _first ? UnknownOption(_first.Name) : $"{given.Option.Name} is given twice: write it once";
            }

            if (given.Tokens.Count < given.IdentifierTokenCount && given.Option.Arity.MinimumNumberOfValues > 0)
            {
                return NoValue(given.Option);
            }
        }

        // "-h db" is how other tools name the host: printing the help with exit code 0 would look healthy for ever.
        return (result.GetValue(_help) || result.GetValue(_version)) && arguments.Length > 0
            ? "--help and --version ask nothing: write them alone, and a host without an option"
            : result.Errors is [ParseError error, ..] ? error.Message : null;
    }

    private bool TryPrepare(IReadOnlyList<string> args, IReadOnlyList<string> command, out List<string> prepared, out string? mistake)
    {
        prepared = new List<string>(args.Count);
        mistake = NotText(args, command);
        foreach (string arg in args)
        {
            if (mistake is not null || !EnvironmentReferences.TryReplace(arg, _environment, out string replaced, out mistake))
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

        return mistake is null;
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
}
