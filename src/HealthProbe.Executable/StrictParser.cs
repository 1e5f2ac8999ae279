using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace HealthProbe.Executable;

/// <summary>
/// The command line library without its surprises: what it would drop, read from a file or repeat is read as written, or is a mistake in
/// one line.
/// </summary>
internal sealed class StrictParser
{
    private readonly RootCommand _root;
    private readonly Argument<string[]> _arguments;
    private readonly Func<string, string?> _environment;
    private readonly string _helpCommand;
    private readonly Option<bool> _first = new("--first") { Hidden = true, Arity = ArgumentArity.Zero };

    public StrictParser(RootCommand root, Argument<string[]> arguments, Func<string, string?> environment, string helpCommand)
    {
        (_root, _arguments, _environment, _helpCommand) = (root, arguments, environment, helpCommand);
        foreach (Option builtIn in _root.Options.Where(option => option is HelpOption or VersionOption).ToList())
        {
            _root.Options.Remove(builtIn);
        }

        _root.Options.Insert(0, _first);
        _root.Directives.Clear();
    }

    /// <summary>The options that print something about the program. They work whatever the environment contains.</summary>
    public IReadOnlyList<Option> Information { get; init; } = [];

    /// <summary>Returns what to use in place of an option of another program, or null; a null function knows none.</summary>
    public Func<string, string?>? Advice { get; init; }

    /// <summary>Reads, or gives one line that says what to write instead.</summary>
    /// <param name="args">The arguments that are read.</param>
    /// <param name="command">Those after <c>--</c>, which only have to be text.</param>
    /// <param name="result">What was read.</param>
    /// <param name="mistake">What to write instead.</param>
    public bool TryParse(
        IReadOnlyList<string> args, IReadOnlyList<string> command, [NotNullWhen(true)] out ParseResult? result, [NotNullWhen(false)] out string? mistake)
    {
        result = null;
        mistake = NotText(args, command) ?? args.Select(MistakeInArgument).FirstOrDefault(found => found is not null);
        if (mistake is not null)
        {
            return false;
        }

        // The library takes a first "[word]" for a directive, drops a first argument that is this program's own name, and reads
        // "@/some/file" as more
        // arguments: each would leave something unread. A first option of our own ends the first two.
        // References to variables are replaced in the values afterwards, so that no option, -- or subcommand comes out of a variable.
        result = _root.Parse([_first.Name, .. args], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        mistake = MistakeIn(result);
        return mistake is null;
    }

    // The library would take the next argument for the value that is missing here, and a target would not be asked.
    private string? MistakeInArgument(string arg) =>
        !EnvironmentReferences.TryReplace(arg, _environment, out _, out string? mistake) ? mistake
        : _root.Options.Where(option => HasValue(arg, option)).Select(option => MistakeInValue(arg, option)).FirstOrDefault();

    private string? MistakeIn(ParseResult result)
    {
        if (Array.Find(result.GetValue(_arguments) ?? [], argument => argument.StartsWith('-')) is string unknown)
        {
            return UnknownOption(unknown);
        }

        foreach (OptionResult given in result.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit))
        {
            if (given.IdentifierTokenCount > 1 && given.Option == _first)
            {
                return UnknownOption(_first.Name);
            }

            if (given.Tokens.Count < given.IdentifierTokenCount && given.Option.Arity.MinimumNumberOfValues > 0)
            {
                return NoValue(given.Option);
            }
        }

        bool isInformation = Information.Any(option => result.GetResult(option) is { Implicit: false });
        return result.Errors.FirstOrDefault(error => !isInformation || !IsFromEnvironment(error))?.Message;
    }

    private static bool IsFromEnvironment(ParseError error) => error.SymbolResult is OptionResult { Implicit: true } or ArgumentResult { Parent: OptionResult { Implicit: true } };

    private string UnknownOption(string written)
    {
        string name = written.Split('=', ':')[0];
        IEnumerable<string> known = _root.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
        bool mayHaveValue = name.Length > 2 && name[0] == '-' && name[1] != '-';

        // What follows a letter may be its value, and a secret: -psecret.
        return Advice?.Invoke(name) is string advice ? $"unknown option \"{name}\": {advice}"
            : NearestName.Of(name, known) is string nearest ? $"unknown option {Quoted.Of(name)}: did you mean {nearest}?"
            : mayHaveValue && Separated(name) is string separated ? $"unknown option \"{name}\": {separated}"
            : mayHaveValue && ShortOption(name[1]) is Option own ? $"unknown option \"-{name[1]}…\": separate -{name[1]} from its value; use -{name[1]} <{own.HelpName}>"
            : $"unknown option {Quoted.Of(mayHaveValue ? $"{name[..2]}…" : name)}: see {_helpCommand}";
    }

    private Option? ShortOption(char letter) => _root.Options.FirstOrDefault(option => !option.Hidden && option.Aliases.Contains($"-{letter}"));

    // Several letters behind one hyphen, each of them an option without a value, of this program or of another one.
    private string? Separated(string name)
    {
        var used = new List<string>();
        foreach (char letter in name.AsSpan(1))
        {
            bool isOwn = ShortOption(letter) is { Arity.MaximumNumberOfValues: 0 };
            string? advice = isOwn ? null : Advice?.Invoke($"-{letter}");
            if (!isOwn && advice is null)
            {
                return null;
            }

            string? use = isOwn ? $"-{letter}" : advice!.StartsWith("use ", StringComparison.Ordinal) ? advice[4..] : null;
            used.AddRange(use is null ? [] : [use]);
        }

        return used.Count == 0 ? "remove it; none of these options is needed" : $"separate the options; use {string.Join(' ', used)}";
    }

    private static string? NotText(IReadOnlyList<string> args, IReadOnlyList<string> command)
    {
        int index = args.Concat(command).ToList().FindIndex(arg => arg.Contains('\uFFFD', StringComparison.Ordinal) || arg.Contains('\0', StringComparison.Ordinal));
        int position = index < args.Count ? index + 1 : index + 2;
        return index < 0 ? null : $"argument {position} is not valid UTF-8 text: write it in plain ASCII";
    }

    private static bool HasValue(string arg, Option option) =>
        option.Aliases.Prepend(option.Name).Any(name => arg.StartsWith(name + '=', StringComparison.Ordinal) || arg.StartsWith(name + ':', StringComparison.Ordinal));

    private static string? MistakeInValue(string arg, Option option) =>
        option.Arity.MaximumNumberOfValues == 0 ? $"{option.Name} takes no value: write {option.Name}"
        : arg[^1] is '=' or ':' && arg.IndexOfAny(['=', ':']) == arg.Length - 1 ? NoValue(option)
        : null;

    private static string NoValue(Option option) => $"{option.Name} has no value: write {option.Name} <{option.HelpName}>";
}
