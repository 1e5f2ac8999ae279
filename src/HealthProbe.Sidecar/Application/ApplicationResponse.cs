using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HealthProbe.Sidecar.Application;

/// <summary>The application's readiness response, parsed once. Every response of the sidecar shares its bytes.</summary>
/// <param name="Json">The JSON as UTF-8; empty if the body is not JSON.</param>
/// <param name="Text">The text as a JSON string; empty if the body is JSON, empty, or not passed on.</param>
internal sealed record ApplicationResponse(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Text)
{
    /// <summary>The largest body that is read: 16 KiB. A longer one is not passed on.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    private const int MaxTextCharacters = 4096;

    /// <summary>Whether the application is ready: it responded with 200 in time.</summary>
    public bool IsReady { get; init; }

    /// <summary>No body, or one that is not passed on.</summary>
    public static ApplicationResponse Empty { get; } = new(default, default);

    /// <summary>Parses a body. If the body is not UTF-8, or its media type names another encoding, it is not passed on.</summary>
    public static ApplicationResponse Parse(string? contentType, byte[] body)
    {
        string[] parts = (contentType ?? "").Split(';', StringSplitOptions.TrimEntries);
        ReadOnlyMemory<byte> content = body.AsMemory(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        return content.IsEmpty || !IsUtf8(parts) || !System.Text.Unicode.Utf8.IsValid(content.Span) ? Empty
            : IsJsonType(parts[0]) && IsJson(content.Span) ? new(content, default)
            : new(default, Quote(Encoding.UTF8.GetString(content.Span)));
    }

    // RFC 6839, section 3.1: a type that ends in +json is JSON too.
    private static bool IsJsonType(string type) =>
        type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(string[] parts) => parts.Skip(1)
        .Where(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
        .All(part => part["charset=".Length..].Trim('"').ToUpperInvariant() is "UTF-8" or "UTF8" or "US-ASCII");

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
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

    // A response body is never part of a web page, so quotation marks and letters stay readable.
    private static byte[] Quote(string text) => Encoding.UTF8.GetBytes(
        $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text.Length > MaxTextCharacters ? Cut(text) : text)}\"");

    private static string Cut(string text) => text[..(MaxTextCharacters - (char.IsHighSurrogate(text[MaxTextCharacters - 1]) ? 1 : 0))];
}
