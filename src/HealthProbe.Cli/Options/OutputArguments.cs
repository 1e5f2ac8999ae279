using System.CommandLine;

namespace HealthProbe.Cli.Options;

/// <summary>The options of what is printed.</summary>
internal sealed class OutputArguments(OptionFactory option)
{
    private readonly Option<OutputFormat> _output =
        option.Value("--output", ["-o"], "format", "text, json, or github for annotations of a workflow [text]", OutputFormat.Text, ReadFormat);

    private readonly Option<bool> _quiet = option.Flag("--quiet", ["-q"], "print nothing: the exit code is the answer");
    private readonly Option<bool> _verbose = option.Flag("--verbose", ["-v"], "print the healthy answers too, and each attempt");

    public IReadOnlyList<Option> All => [_output, _quiet, _verbose];

    /// <summary>Fills in its part of the settings.</summary>
    public ProbeSettings Read(ParseResult result, ProbeSettings settings, out string? mistake)
    {
        bool isQuiet = result.GetValue(_quiet);
        bool isVerbose = result.GetValue(_verbose);
        mistake = isQuiet && isVerbose ? "--quiet and --verbose cannot both hold: write one of them" : null;
        return settings with { Output = result.GetValue(_output), Quiet = isQuiet, Verbose = isVerbose };
    }

    private static OutputFormat ReadFormat(string text, out string? mistake)
    {
        mistake = text is "text" or "json" or "github" ? null : $"{Quoted.Of(text)} is not a format: write text, json or github";
        return text switch
        {
            "json" => OutputFormat.Json,
            "github" => OutputFormat.GitHub,
            _ => OutputFormat.Text,
        };
    }
}
