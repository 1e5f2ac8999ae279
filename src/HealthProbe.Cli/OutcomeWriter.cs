using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HealthProbe.Cli;

/// <summary>The lines that say what came out: all text that a user reads of an outcome is made here.</summary>
internal static class OutcomeWriter
{
    // Docker keeps the first 4,096 bytes of what a health check prints, Podman 500.
    private const int LongestLine = 499;

    // However long a URL is, the reason has room behind it. The longest host fits.
    private const int LongestTarget = 300;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The verdict on one line of at most 499 bytes: the line feed makes it 500.</summary>
    public static string Text(Target target, WaitResult result, bool isWait, IReadOnlyList<string>? variables = null)
    {
        Outcome outcome = result.Outcome;
        string verdict = outcome.IsHealthy ? "healthy" : "unhealthy";
        string detail = outcome.Detail.Length > 0 ? $": {outcome.Detail}" : "";
        string decided = variables is null or [] ? "" : $", decided by {string.Join(" and ", variables)}";
        if (!isWait)
        {
            string end = $" ({Elapsed(outcome.Elapsed)}){decided}";
            return Cut($"{verdict} {Shown(target)}{detail}", LongestLine - end.Length) + end;
        }

        bool isPlain = result.Phases.Count == 0 || (outcome.IsHealthy && result.Phases.All(phase => phase.Summary == outcome.Summary));
        string phases = isPlain ? "" : $" ({string.Join(", ", Sums(result).Select(phase => $"{phase.Summary} {Seconds(phase.Duration)}s"))})";
        bool isSaid = outcome.IsHealthy || outcome.Detail == outcome.Summary;
        return Cut($"{verdict} {Shown(target)} after {Seconds(result.Elapsed)}s{phases}{(isSaid ? "" : detail)}", LongestLine - decided.Length) + decided;
    }

    /// <summary>The verdict as an annotation of a GitHub Actions workflow.</summary>
    public static string GitHub(Target target, WaitResult result, bool isWait, IReadOnlyList<string>? variables = null)
    {
        // The values that end a workflow command, as the runner reads them back.
        string text = WorkflowCommands.Defuse(Text(target, result, isWait, variables)).Replace("%", "%25", StringComparison.Ordinal);
        return $"::{(result.Outcome.IsHealthy ? "notice" : "error")} title=healthprobe::{text}";
    }

    /// <summary>A line about one attempt of a wait: the time since its beginning, and the outcome.</summary>
    /// <param name="target">The target, or null where there is only one.</param>
    /// <param name="progress">The attempt.</param>
    /// <param name="successes">How many healthy outcomes in a row are wanted.</param>
    public static string Progress(Target? target, WaitProgress progress, int successes)
    {
        string again = progress is { IsRepeated: true, Outcome.IsHealthy: false } ? " again" : "";
        return Cut($"{Seconds(progress.Elapsed),5}s  {(target is null ? "" : $"{Shown(target)}: ")}{State(progress, successes)}{again}", LongestLine);
    }

    /// <summary>A line that only shows that the wait goes on.</summary>
    public static string StillWaiting(TimeSpan elapsed, string state) => Cut($"{Seconds(elapsed),5}s  still {state}", LongestLine);

    /// <summary>What the last attempt found, such as <c>connection refused</c> or <c>healthy (1 of 3)</c>.</summary>
    public static string State(WaitProgress progress, int successes) =>
        progress.Outcome.IsHealthy ? string.Create(CultureInfo.InvariantCulture, $"healthy ({progress.Successes} of {successes})")
        : progress.Outcome.Detail.Length > 0 ? progress.Outcome.Detail
        : progress.Outcome.Summary;

    /// <summary>The verdict as one JSON object on one line, kept as short as the others by cutting the detail.</summary>
    public static string Json(Target target, WaitResult result, bool isWait, IReadOnlyList<string>? variables = null)
    {
        string detail = result.Outcome.Detail;
        string line = Json(target, result, isWait, variables, detail);
        int excess = Encoding.UTF8.GetByteCount(line) - LongestLine;

        // What was escaped is longer in the line than in the detail, so this may cut more than it has to; never less.
        return excess <= 0 ? line : Json(target, result, isWait, variables, Cut(detail, Encoding.UTF8.GetByteCount(detail) - excess));
    }

    private static string Json(Target target, WaitResult result, bool isWait, IReadOnlyList<string>? variables, string detail)
    {
        Outcome outcome = result.Outcome;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("target", Shown(target));
            json.WriteBoolean("healthy", outcome.IsHealthy);
            json.WriteString("reason", ReasonName.Of(outcome.Reason));
            json.WriteString("detail", detail);
            json.WriteNumber("elapsed_ms", Milliseconds(isWait ? result.Elapsed : outcome.Elapsed));
            json.WriteNumber("attempts", result.Attempts);
            if (isWait)
            {
                WritePhases(json, result);
            }

            if (variables is [_, ..])
            {
                json.WriteStartArray("from");
                variables.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WritePhases(Utf8JsonWriter json, WaitResult result)
    {
        json.WriteStartArray("phases");
        foreach (Phase phase in Sums(result))
        {
            json.WriteStartObject();
            json.WriteString("summary", phase.Summary);
            json.WriteNumber("elapsed_ms", Milliseconds(phase.Duration));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A target that flaps has many phases of few kinds: what the time went on is their sums, in the order they first came.
    private static IEnumerable<Phase> Sums(WaitResult result) => result.Phases
        .GroupBy(phase => phase.Summary, phase => phase.Duration)
        .Select(group => new Phase(group.Key, group.Aggregate(TimeSpan.Zero, (sum, duration) => sum + duration)));

    private static string Shown(Target target) => Cut(target.ToString(), LongestTarget);

    private static decimal Milliseconds(TimeSpan elapsed) => Math.Round((decimal)elapsed.TotalMilliseconds, 3);

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Elapsed(TimeSpan elapsed) => elapsed < TimeSpan.FromMicroseconds(999_950)
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");

    private static string Cut(string text, int mostBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
        {
            return text;
        }

        const char Ellipsis = '…';
        int bytes = new Rune(Ellipsis).Utf8SequenceLength;
        var kept = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > mostBytes)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append(Ellipsis).ToString();
    }
}
