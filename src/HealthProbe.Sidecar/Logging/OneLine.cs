using System.Globalization;
using System.Text;

namespace HealthProbe.Sidecar.Logging;

/// <summary>Makes text from outside safe for a log line or a label.</summary>
internal static class OneLine
{
    /// <summary>Replaces each control, format, and line character, and each unpaired surrogate, with a question mark.</summary>
    public static string Format(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isUnsafe = rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            line.Append(isUnsafe ? "?" : rune.ToString());
        }

        return line.ToString();
    }
}
