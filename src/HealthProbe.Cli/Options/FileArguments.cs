using System.CommandLine;

namespace HealthProbe.Cli.Options;

/// <summary>The options of files.</summary>
internal sealed class FileArguments(OptionFactory option)
{
    private readonly Option<TimeSpan?> _maxAge =
        option.Value("--max-age", [], "duration", "the file must have been modified that recently", null, ValueReader.OptionalDuration);

    public IReadOnlyList<Option> All => [_maxAge];

    /// <summary>Fills in its part of the options.</summary>
    public ProbeOptions Read(ParseResult result, ProbeOptions options) => options with { MaxAge = result.GetValue(_maxAge) };
}
