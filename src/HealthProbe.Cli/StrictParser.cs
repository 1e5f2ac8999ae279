using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace HealthProbe.Cli;

/// <summary>The command line library without its surprises: what it would drop, read from a file or repeat is read as written, or is a mistake in one line.</summary>
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

    /// <summary>Reads, or gives one line that says what to write instead.</summary>
    public bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out ParseResult? result, [NotNullWhen(false)] out string? mistake)
    {
        result = null;
        if (!TryPrepare(args, out List<string> prepared, out mistake))
        {
            return false;
        }

        // The library takes a first "[word]" for a directive, drops a first argument that is this program's own name, and reads "@/some/file" as more
        // arguments: each would leave something unread. A first option of our own ends the first two.
        prepared.Insert(0, _first.Name);
        result = _root.Parse(prepared, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        mistake = MistakeIn(result);
        return mistake is null;
    }

    private bool TryPrepare(IReadOnlyList<string> args, out List<string> prepared, [NotNullWhen(false)] out string? mistake)
    {
        prepared = new List<string>(args.Count);
        foreach (string arg in args)
        {
            if (arg.Contains('\uFFFD', StringComparison.Ordinal))
            {
                mistake = $"argument {prepared.Count + 1} is not valid UTF-8: write it in plain ASCII";
                return false;
            }

            if (!EnvironmentReferences.TryReplace(arg, _environment, out string replaced, out mistake))
            {
                return false;
            }

            if (_root.Options.FirstOrDefault(option => option.Arity.MaximumNumberOfValues == 0 && HasValue(replaced, option)) is Option flag)
            {
                mistake = $"{flag.Name} takes no value: write {flag.Name}";
                return false;
            }

            prepared.Add(replaced);
        }

        mistake = null;
        return true;
    }

    private string? MistakeIn(ParseResult result)
    {
        if (Array.Find(result.GetValue(_arguments) ?? [], argument => argument.StartsWith('-')) is string unknown)
        {
            return UnknownOption(unknown);
        }

        foreach (OptionResult given in result.CommandResult.Children.OfType<OptionResult>())
        {
            if (given.IdentifierTokenCount > 1)
            {
                return $"{given.Option.Name} is given twice: write it once";
            }

            if (!given.Implicit && given.Tokens.Count < given.Option.Arity.MinimumNumberOfValues)
            {
                return $"{given.Option.Name} has no value: write {given.Option.Name} <{given.Option.HelpName}>";
            }
        }

        return result.Errors is [ParseError error, ..] ? error.Message : null;
    }

    private string UnknownOption(string written)
    {
        string name = written.Split('=', ':')[0];
        IEnumerable<string> known = _root.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
        return $"unknown option {Quoted.Of(name)}: {(NearestName.Of(name, known) is string near ? $"did you mean {near}?" : $"see {_helpCommand}")}";
    }

    private static bool HasValue(string arg, Option option) =>
        option.Aliases.Prepend(option.Name).Any(name => arg.StartsWith(name + '=', StringComparison.Ordinal) || arg.StartsWith(name + ':', StringComparison.Ordinal));
}
