using System.CommandLine;
using System.CommandLine.Parsing;

namespace HealthProbe.Cli.Options;

/// <summary>Makes options that are read from the command line or, failing that, from their environment variable, with the same reader and the same messages.</summary>
internal sealed class OptionFactory(Func<string, string?> environment)
{
    /// <summary>Reads a value, or gives what to write instead.</summary>
    internal delegate T? Reader<T>(string text, out string? mistake);

    public Option<T> Value<T>(string name, string[] aliases, string placeholder, string description, T fallback, Reader<T> read) => new(name, aliases)
    {
        HelpName = placeholder,
        Description = description,
        CustomParser = result => Read(result, name, result.Tokens[0].Value, read)!,
        DefaultValueFactory = result => FromEnvironment(name) is string text ? Read(result, Variables.Of(name), text, read)! : fallback,
    };

    /// <summary>An option that may be given several times; in its variable each line is one.</summary>
    public Option<IReadOnlyList<T>> List<T>(string name, string[] aliases, string placeholder, string description, Reader<T> read) => new(name, aliases)
    {
        HelpName = placeholder,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => result.Tokens.Select(token => Read(result, name, token.Value, read)!).ToList(),
        DefaultValueFactory = result => FromEnvironment(name) is string text
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(result, Variables.Of(name), line, read)!).ToList()
            : [],
    };

    public Option<bool> Flag(string name, string[] aliases, string description) => new(name, aliases)
    {
        Description = description,
        Arity = ArgumentArity.Zero,
        DefaultValueFactory = result => FromEnvironment(name) is string text && Read(result, Variables.Of(name), text, ValueReader.Switch),
    };

    private string? FromEnvironment(string option) => environment(Variables.Of(option)) is { Length: > 0 } text ? text : null;

    private static T? Read<T>(ArgumentResult result, string source, string text, Reader<T> read)
    {
        T? value = read(text, out string? mistake);
        if (mistake is not null)
        {
            result.AddError($"{source}: {mistake}");
        }

        return value;
    }
}
