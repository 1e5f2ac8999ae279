using System.Text;
using System.Text.Json;

namespace HealthProbe.Sidecar.Application;

/// <summary>Reads the body of an application's answer, whatever it says of itself.</summary>
internal static class ApplicationBody
{
    // What a person reads of a page that is no JSON.
    private const int LongestText = 4096;

    /// <summary>The body as JSON in UTF-8, when its media type says so and it is so; otherwise its text, cut to 4,096 characters.</summary>
    public static (ReadOnlyMemory<byte> Json, string? Text) Read(string? contentType, byte[] body)
    {
        string[] parts = (contentType ?? "").Split(';', StringSplitOptions.TrimEntries);
        string text = Encoding(parts).GetString(body).TrimStart('\uFEFF');
        if (parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            byte[] json = System.Text.Encoding.UTF8.GetBytes(text);
            if (IsJson(json))
            {
                return (json, null);
            }
        }

        return (default, text.Length == 0 ? null : text.Length > LongestText ? text[..LongestText] : text);
    }

    private static bool IsJson(byte[] body)
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

    private static Encoding Encoding(string[] parts)
    {
        string? charset = parts.Select(part => part.Split('=', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals("charset", StringComparison.OrdinalIgnoreCase))?[1];
        try
        {
            return charset is null ? System.Text.Encoding.UTF8 : System.Text.Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (ArgumentException)
        {
            // One that nobody knows: JSON is UTF-8 (RFC 8259, section 8.1), and in text only some letters suffer.
            return System.Text.Encoding.UTF8;
        }
    }
}
