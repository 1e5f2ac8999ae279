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

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line, at most 499 bytes: the line feed makes it 500.</summary>
    public static string Text(Target target, Outcome outcome)
    {
        string detail = outcome.Detail.Length > 0 ? $": {outcome.Detail}" : "";
        string start = $"{(outcome.IsHealthy ? "healthy" : "unhealthy")} {target}{detail}";
        string end = $" ({Elapsed(outcome.Elapsed)})";
        return Cut(start, LongestLine - end.Length) + end;
    }

    /// <summary>One JSON object on one line, cut to the same length by cutting the detail.</summary>
    public static string Json(Target target, Outcome outcome)
    {
        string line = Json(target, outcome, outcome.Detail);
        int excess = Encoding.UTF8.GetByteCount(line) - LongestLine;

        // What was escaped is longer in the line than in the detail, so this may cut more than it has to; never less.
        return excess <= 0 ? line : Json(target, outcome, Cut(outcome.Detail, Encoding.UTF8.GetByteCount(outcome.Detail) - excess));
    }

    private static string Json(Target target, Outcome outcome, string detail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("target", target.ToString());
            json.WriteBoolean("healthy", outcome.IsHealthy);
            json.WriteString("reason", ReasonName.Of(outcome.Reason));
            json.WriteString("detail", detail);
            json.WriteNumber("elapsed_ms", Math.Round((decimal)outcome.Elapsed.TotalMilliseconds, 3));
            json.WriteNumber("attempts", 1);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

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
