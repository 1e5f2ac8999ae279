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

    /// <summary>A path and query with each value of the query masked: a token may stand there.</summary>
    public static string WithoutQueryValues(string pathAndQuery)
    {
        int query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? pathAndQuery
            : pathAndQuery[..(query + 1)] + string.Join('&', pathAndQuery[(query + 1)..].Split('&').Select(MaskValue));
    }

    private static string MaskValue(string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? parameter : parameter[..(equals + 1)] + "***";
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
