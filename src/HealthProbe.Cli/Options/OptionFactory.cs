using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HealthProbe.Network;

namespace HealthProbe.Cli.Options;

/// <summary>
/// Makes options that are read from the command line or, failing that, from their environment variable, with the same reader and the same
/// messages.
/// </summary>
internal sealed class OptionFactory(Func<string, string?> environment)
{
    /// <summary>Reads a value, or gives what to write instead.</summary>
    internal delegate T? Reader<T>(string text, out string? mistake);

    /// <summary>The same, for a value that may be in a file, which a pipe must deliver before the deadline.</summary>
    internal delegate T? FileReader<T>(string text, Deadline deadline, out string? mistake);

    // The argument whose text is read now.
    private ArgumentResult? _reading;
    private Deadline? _deadline;

    /// <summary>The option that limits how long the files of all options may take together, if they are pipes.</summary>
    public Option<TimeSpan>? Timeout { get; set; }

    /// <summary>An option with one value. The last one counts, so that an argument can change what an image's ENTRYPOINT gives.</summary>
    public Option<T> Value<T>(string name, string[] aliases, string placeholder, string description, T fallback, Reader<T> read) => new(name, aliases)
    {
        HelpName = placeholder,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Read(result, name, Replaced(result.Tokens[^1]), read)!,
        DefaultValueFactory = result => FromEnvironment(name) is string text ? Read(result, Variables.Of(name), text, read)! : fallback,
    };

    /// <summary>The same, for a value that may be in a file.</summary>
    public Option<T> Value<T>(string name, string[] aliases, string placeholder, string description, T fallback, FileReader<T> read) =>
        Value(name, aliases, placeholder, description, fallback, WithDeadline(read));

    /// <summary>An option that may be given several times; in its variable each line is one.</summary>
    public Option<IReadOnlyList<T>> List<T>(string name, string[] aliases, string placeholder, string description, Reader<T> read) => new(name, aliases)
    {
        HelpName = placeholder,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => ReadAll(result, name, [.. result.Tokens.Select(Replaced)], read),
        DefaultValueFactory = result => ReadAll(result, Variables.Of(name), FromEnvironment(name)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [], read),
    };

    /// <summary>The same, for values that may be in files.</summary>
    public Option<IReadOnlyList<T>> List<T>(string name, string[] aliases, string placeholder, string description, FileReader<T> read) =>
        List(name, aliases, placeholder, description, WithDeadline(read));

    public Option<bool> Flag(string name, string[] aliases, string description) => new(name, aliases)
    {
        Description = description,
        Arity = ArgumentArity.Zero,
        DefaultValueFactory = result => FromEnvironment(name) is string text && Read(result, Variables.Of(name), text, ValueReader.Switch),
    };

    /// <summary>A flag that changes what healthy means, so that no image passes it on: its variable is an error.</summary>
    public Option<bool> FlagOfCommandLine(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.Zero,
        DefaultValueFactory = result =>
        {
            if (FromEnvironment(name) is not null)
            {
                result.AddError($"{Variables.Of(name)}: {name} is read from the command line only; unset the variable, and add {name} to the command");
            }

            return false;
        },
    };

    /// <summary>When the files of all options must be at their end: the timeout after the first one is read.</summary>
    public Deadline GetDeadline(Func<Option<TimeSpan>, TimeSpan> valueOf)
    {
        TimeSpan timeout = Prober.DefaultTimeout;
        try
        {
            timeout = Timeout is null ? timeout : valueOf(Timeout);
        }
        catch (InvalidOperationException)
        {
            // The timeout is no duration, which is reported as its own error.
        }

        return _deadline ??= new Deadline(timeout, TimeProvider.System);
    }

    private Reader<T> WithDeadline<T>(FileReader<T> read) =>
        (string text, out string? mistake) => read(text, GetDeadline(_reading!.GetValue), out mistake);

    private string Replaced(Token token) => EnvironmentReferences.Replace(token.Value, environment);

    // Among several values, the message says which one is wrong without showing it: it may be a secret.
    private IReadOnlyList<T> ReadAll<T>(ArgumentResult result, string source, string[] texts, Reader<T> read) =>
        [.. texts.Select((text, i) => Read(result, texts.Length == 1 ? source : string.Create(CultureInfo.InvariantCulture, $"{source} (number {i + 1})"), text, read)!)];

    private string? FromEnvironment(string option) => environment(Variables.Of(option)) is { Length: > 0 } text ? text : null;

    private T? Read<T>(ArgumentResult result, string source, string text, Reader<T> read)
    {
        _reading = result;
        T? value = read(text, out string? mistake);
        if (mistake is not null)
        {
            result.AddError($"{source}: {mistake}");
        }

        return value;
    }
}
