using System.Globalization;
using System.Text.Json;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Says where a text is not JSON.</summary>
internal static class JsonMistake
{
    public static string In(ReadOnlySpan<byte> json, JsonException exception)
    {
        long line = (exception.LineNumber ?? 0) + 1;
        long column = (exception.BytePositionInLine ?? 0) + 1;
        return EndsTooEarly(json)
            ? string.Create(CultureInfo.InvariantCulture, $"line {line}: it ends too early: close what is open, or write the file again if it was cut")
            : string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: it is not JSON: look for a missing comma, quote or bracket");
    }

    // Whether it would be right if only more came.
    private static bool EndsTooEarly(ReadOnlySpan<byte> json)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
