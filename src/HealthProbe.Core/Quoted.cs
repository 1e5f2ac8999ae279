using System.Globalization;
using System.Text;

namespace HealthProbe;

/// <summary>How text from outside is shown inside a message: in quotes, cut short, on one line, without credentials.</summary>
internal static class Quoted
{
    private const int Longest = 60;
    private const string Mask = "***";

    // Letters, marks and signs that show nothing.
    private const string Blanks = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    public static string Of(string text)
    {
        string scrubbed = WithoutSecrets(text);
        bool isCut = scrubbed.Length > Longest;
        return $"\"{Visible(isCut ? scrubbed[..Longest] : scrubbed).Replace('"', '\'')}{(isCut ? "…" : "")}\"";
    }

    /// <summary>
    /// The text on one line: a question mark in place of each character that shows nothing, or changes how the others are shown.
    /// </summary>
    public static string Visible(string text) => string.Create(text.Length, text, static (shown, written) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = IsVisible(written[i]) ? written[i] : '?';
        }
    });

    /// <summary>A path and query with each value of the query masked: a token may stand there.</summary>
    public static string WithoutQueryValues(string pathAndQuery)
    {
        int query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? pathAndQuery
            : pathAndQuery[..(query + 1)] + string.Join('&', pathAndQuery[(query + 1)..].Split('&').Select(MaskValue));
    }

    private static bool IsVisible(char c) => c is >= ' ' and <= '~' || char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => c is not (>= '\u180b' and <= '\u180f') and not (>= '\ufe00' and <= '\ufe0f') && !Blanks.Contains(c, StringComparison.Ordinal),
    };

    private static string MaskValue(string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? parameter : parameter[..(equals + 1)] + Mask;
    }

    // In a sentence each word stands alone, so that what follows a URL is shown. A text that is itself a URL may have spaces in its
    // password.
    private static string WithoutSecrets(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        bool isSentence = space >= 0 && !text.AsSpan(0, space).Contains("://", StringComparison.Ordinal);
        return isSentence ? string.Join(' ', text.Split(' ').Select(word => MayHoldSecret(word) ? MaskWord(word) : word)) : MaskWord(text);
    }

    // In prose an address of mail, a question and a number such as #7 are no secrets.
    private static bool MayHoldSecret(string word) =>
        word.AsSpan().ContainsAny(':', '=') && word.AsSpan().ContainsAny('@', '?', '#');

    // The word may not be a URL at all, so more is masked than a parser would: a password may hold any of the characters that end an
    // authority.
    private static string MaskWord(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int at = text.LastIndexOf('@');
        if (at > start)
        {
            text = string.Concat(text.AsSpan(0, start), Mask, text.AsSpan(at));
        }

        int query = text.AsSpan().IndexOfAny('?', '#');
        return query < 0 || query == text.Length - 1 ? text : string.Concat(text.AsSpan(0, query + 1), Mask);
    }
}
