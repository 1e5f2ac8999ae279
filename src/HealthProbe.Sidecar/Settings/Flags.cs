using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HealthProbe.Sidecar.Settings;

/// <summary>The command line: an option for each setting, and those that only the command line has.</summary>
internal sealed class Flags
{
    public const string HelpCommand = "healthprobe-sidecar --help";

    private readonly Argument<string[]> _rest = new("rest") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Dictionary<Setting, Option> _options = SettingsTable.All.ToDictionary(setting => setting, OptionOf);
    private readonly Option<string[]> _config = new(ConfigFile.Setting.Flag) { HelpName = ConfigFile.Setting.Placeholder, Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _printConfig = new("--print-config") { Arity = ArgumentArity.Zero };
    private readonly Option<bool> _help = new("--help", "-h") { Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Arity = ArgumentArity.Zero };
    private readonly ParseResult _result;
    private readonly Func<string, string?> _environment;

    private Flags(IReadOnlyList<string> args, Func<string, string?> environment, out string? mistake)
    {
        _environment = environment;
        var root = new RootCommand { _rest };
        foreach (Option option in (Option[])[.. _options.Values, _config, _printConfig, _help, _version])
        {
            root.Options.Add(option);
        }

        var parser = new StrictParser(root, _rest, environment, HelpCommand);
        mistake = parser.TryParse([.. args.SelectMany(Unbundled)], [], out ParseResult? result, out string? unread) ? null : unread;
        _result = result ?? root.Parse([]);
        mistake ??= MistakeInRest();
    }

    /// <summary>Where the file is, when it was said here.</summary>
    public string? Config => _result.GetValue(_config) is [.., string path] ? EnvironmentReferences.Replace(path, _environment) : null;

    public bool PrintsConfig => _result.GetValue(_printConfig);

    public bool PrintsHelp => _result.GetValue(_help);

    public bool PrintsVersion => _result.GetValue(_version);

    public static bool TryRead(
        IReadOnlyList<string> args, Func<string, string?> environment, [NotNullWhen(true)] out Flags? flags, [NotNullWhen(false)] out string? mistake)
    {
        flags = new Flags(args, environment, out mistake);
        return mistake is null;
    }

    public Given? Of(Setting setting) => _result.GetResult(_options[setting]) is OptionResult { Implicit: false } written
        ? new Given(setting, setting.Flag, setting.Flag, Texts(setting, written))
        : null;

    private string[] Texts(Setting setting, OptionResult written) => setting.Kind switch
    {
        SettingKind.Switch => ["true"],
        SettingKind.Count => [written.IdentifierTokenCount.ToString(CultureInfo.InvariantCulture)],
        SettingKind.List => [.. written.Tokens.Select(token => EnvironmentReferences.Replace(token.Value, _environment))],

        // The last one counts, so that an argument can change what an image's ENTRYPOINT gives.
        _ => [EnvironmentReferences.Replace(written.Tokens[^1].Value, _environment)],
    };

    private static Option OptionOf(Setting setting)
    {
        string[] aliases = setting.Alias is null ? [] : [setting.Alias];
        return setting.Kind switch
        {
            SettingKind.Switch or SettingKind.Count => new Option<bool>(setting.Flag, aliases) { Arity = ArgumentArity.Zero },
            _ => new Option<string[]>(setting.Flag, aliases) { HelpName = setting.Placeholder, Arity = ArgumentArity.OneOrMore },
        };
    }

    // -vv is what people write for -v -v.
    private static IEnumerable<string> Unbundled(string arg) =>
        arg.Length > 2 && arg[0] == '-' && !arg.AsSpan(1).ContainsAnyExcept('v') ? Enumerable.Repeat("-v", arg.Length - 1) : [arg];

    private string? MistakeInRest() => _result.GetValue(_rest) switch
    {
        [string word, ..] when PrintsHelp || PrintsVersion => $"{Quoted.Of(word)} is nothing to print: write --help or --version alone, and a host as --host",
        [string word, ..] => $"{Quoted.Of(word)} belongs to no option: write for example --host and --port before a host and a port, or see {HelpCommand}",
        _ => null,
    };
}
