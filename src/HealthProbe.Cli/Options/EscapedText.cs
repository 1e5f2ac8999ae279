using System.Globalization;
using System.Text;

namespace HealthProbe.Cli.Options;

/// <summary>Text with escapes for what a command line cannot hold: <c>\r \n \t \0 \xHH</c> and <c>\\</c>.</summary>
internal static class EscapedText
{
    /// <summary>The bytes of a text in UTF-8, or what to write instead.</summary>
    public static byte[] Read(string text, out string? mistake)
    {
        var bytes = new List<byte>(text.Length);
        mistake = text.Length == 0 ? "it is empty: write some text" : null;
        int position = 0;
        while (position < text.Length)
        {
            int backslash = text.IndexOf('\\', position);
            int end = backslash < 0 ? text.Length : backslash;
            bytes.AddRange(Encoding.UTF8.GetBytes(text[position..end]));
            position = end;
            if (backslash >= 0 && !TryTake(text, ref position, bytes))
            {
                mistake = $"{Quoted.Of(text.Substring(backslash, Math.Min(2, text.Length - backslash)))} is not an escape: write \\r, \\n, \\t, \\0, \\xHH, or \\\\ for a backslash";
                break;
            }
        }

        return [.. bytes];
    }

    private static bool TryTake(string text, ref int position, List<byte> bytes)
    {
        char name = position + 1 < text.Length ? text[position + 1] : default;
        byte value = 0;
        bool isEscape = name == 'x'
            ? position + 3 < text.Length && byte.TryParse(text.AsSpan(position + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : name is 'r' or 'n' or 't' or '0' or '\\';
        bytes.Add(name switch
        {
            'r' => (byte)'\r',
            'n' => (byte)'\n',
            't' => (byte)'\t',
            '\\' => (byte)'\\',
            _ => value,
        });
        position += name == 'x' ? 4 : 2;
        return isEscape;
    }
}
