using System.Text;

namespace HealthProbe;

/// <summary>How text from outside is shown inside a message: in quotes, cut short, on one line, without credentials.</summary>
internal static class Quoted
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        string scrubbed = WithoutSecrets(text);
        bool isCut = scrubbed.Length > Longest;
        var shown = new StringBuilder("\"");
        foreach (char c in isCut ? scrubbed.AsSpan(0, Longest) : scrubbed)
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) || c == '"' ? '?' : c);
        }

        return shown.Append(isCut ? "…\"" : "\"").ToString();
    }

    // The text may not be a URL at all, so more is masked than a parser would: a password may hold any of the characters that end an authority.
    private static string WithoutSecrets(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int at = text.LastIndexOf('@');
        if (at > start)
        {
            text = string.Concat(text.AsSpan(0, start), "***", text.AsSpan(at));
        }

        int query = text.AsSpan().IndexOfAny('?', '#');
        return query < 0 ? text : string.Concat(text.AsSpan(0, query + 1), "***");
    }
}
