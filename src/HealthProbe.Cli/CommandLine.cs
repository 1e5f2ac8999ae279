using System.CommandLine;
using HealthProbe.Cli.Options;
using HealthProbe.Protocols;

namespace HealthProbe.Cli;

/// <summary>The whole command line: what may be written, and what it means.</summary>
internal sealed class CommandLine
{
    /// <summary>The name of the command that opens a port; a host of that name is written with its port.</summary>
    public const string ListenName = "listen";

    private readonly Func<string, string?> _environment;
    private readonly ProtocolRegistry _protocols;
    private readonly Argument<string[]> _targets = new("target") { Arity = ArgumentArity.ZeroOrMore };
    private readonly WaitArguments _wait;
    private readonly HttpArguments _http;
    private readonly TlsArguments _tls;
    private readonly SocketArguments _socket;
    private readonly FileArguments _file;
    private readonly OutputArguments _output;
    private readonly Option<bool> _help = new("--help", "-h") { Description = "print this", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Description = "print the version", Arity = ArgumentArity.Zero };
    private readonly RootCommand _root;
    private readonly StrictParser _parser;

    public CommandLine(Func<string, string?> environment, ProtocolRegistry? protocols = null)
    {
        _environment = environment;
        _protocols = protocols ?? ProtocolRegistry.Default;
        var option = new OptionFactory(environment);
        _wait = new WaitArguments(option);
        _http = new HttpArguments(option);
        _tls = new TlsArguments(option);
        _socket = new SocketArguments(option);
        _file = new FileArguments(option);
        _output = new OutputArguments(option);

        _root = new RootCommand { _targets };
        foreach (Option each in (Option[])[.. _wait.All, .. _http.All, _http.UnixSocket, .. _tls.All, .. _socket.All, .. _file.All, .. _output.All, _help, _version])
        {
            _root.Options.Add(each);
        }

        _parser = new StrictParser(_root, _targets, environment, "healthprobe --help") { Information = [_help, _version], Advice = OtherToolOptions.Advice };
    }

    /// <summary>The variables that take the place of options.</summary>
    public IEnumerable<string> VariableNames => _root.Options
        .Where(option => !option.Hidden && option != _help && option != _version && option != _wait.Invert)
        .Select(option => Variables.Of(option.Name));

    public Invocation Read(IReadOnlyList<string> args)
    {
        int end = args.ToList().IndexOf("--");
        IEnumerable<string> own = end < 0 ? args : args.Take(end);
        IReadOnlyList<string> command = end < 0 ? [] : [.. args.Skip(end + 1)];
        if (!_parser.TryParse([.. own], command, out ParseResult? result, out string? mistake))
        {
            return new Invocation.Mistake(mistake);
        }

        // "-h db" is how other tools name the host: printing the help with exit code 0 would look healthy for ever.
        string[] arguments = [.. (result.GetValue(_targets) ?? []).Select(target => EnvironmentReferences.Replace(target, _environment))];
        bool isInformation = result.GetValue(_help) || result.GetValue(_version);
        return isInformation && arguments.Length > 0
            ? new Invocation.Mistake("--help and --version ask nothing: write them alone, and a host without an option")
            : result.GetValue(_help) ? new Invocation.Print(HelpText.Of(_root, _protocols))
            : result.GetValue(_version) ? new Invocation.Print($"healthprobe {ProductVersion.Text}")
            : end >= 0 && command.Count == 0 ? new Invocation.Mistake("there is no command after --: write one, or leave -- out")
            : Probe(result, arguments, command);
    }

    private Invocation Probe(ParseResult result, string[] arguments, IReadOnlyList<string> command)
    {
        string fromEnvironment = _environment(Variables.Target) ?? "";
        if (arguments.Length == 0 && fromEnvironment.Length > 0 && string.IsNullOrWhiteSpace(fromEnvironment))
        {
            return new Invocation.Mistake($"{Variables.Target} is blank; set it to a target, or unset it");
        }

        string[] words = arguments.Length > 0 ? arguments : fromEnvironment.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!TargetArguments.TryRead(words, _protocols, out IReadOnlyList<Target>? targets, out string? mistake))
        {
            return new Invocation.Mistake(arguments.Length > 0 ? mistake : $"{Variables.Target}: {mistake}");
        }

        ProbeSettings settings = _wait.Read(result, new ProbeSettings { Targets = targets, Command = command }, out string? waitMistake);
        settings = _output.Read(result, settings, out string? outputMistake);
        var options = new ProbeOptions { Http = _http.Read(result), Tls = _tls.Read(result, out string? tlsMistake) };
        options = _file.Read(result, _socket.Read(result, options, out string? socketMistake));
        settings = settings with
        {
            Probe = options,
            WaitsForDefaultTarget = words.Length == 0 && settings.IsWait,
            VerdictVariables = [.. VerdictVariables.All.Where(name => IsFromEnvironment(result, name))],
        };
        mistake = waitMistake ?? outputMistake ?? tlsMistake ?? socketMistake
            ?? Unused(result, _http.All.Except(_http.OfGrpcToo), settings, OptionUse.Http) ?? Unused(result, _http.OfGrpcToo, settings, OptionUse.Request)
            ?? Unused(result, _tls.All, settings, OptionUse.Tls) ?? Unused(result, _socket.All, settings, OptionUse.Text) ?? Unused(result, _file.All, settings, OptionUse.Age);
        return mistake is null ? new Invocation.Probe(settings) : new Invocation.Mistake(mistake);
    }

    private bool IsFromEnvironment(ParseResult result, string variable) =>
        !string.IsNullOrEmpty(_environment(variable)) && result.GetResult(_root.Options.First(option => Variables.Of(option.Name) == variable)) is not { Implicit: false };

    private string? Unused(ParseResult result, IEnumerable<Option> options, ProbeSettings settings, OptionUse use)
    {
        Option? unused = settings.Targets.Any(target => _protocols.Offers(target, settings.Probe, use)) ? null : options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        if (unused is null)
        {
            return null;
        }

        IReadOnlyList<string> schemes = _protocols.SchemesFor(use);
        string form = _protocols.Find(schemes[0]).Protocol!.IsPath ? "/path" : "host/";
        return $"{unused.Name} is for {Enumerated(schemes)} targets, and there is none: write one such as {schemes[0]}://{form}";
    }

    private static string Enumerated(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";
}
