using System.Buffers;

namespace HealthProbe.Protocols.Http;

/// <summary>A URI or a relative reference, in the five components of RFC 3986, appendix B. No component is decoded or checked.</summary>
internal readonly record struct UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    public static UriReference Parse(string text)
    {
        (string rest, string? fragment) = Split(text, '#');
        (rest, string? query) = Split(rest, '?');
        int colon = SchemeLength(rest);
        string? scheme = colon > 0 ? rest[..colon] : null;
        rest = colon > 0 ? rest[(colon + 1)..] : rest;
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return new UriReference(scheme, null, rest, query, fragment);
        }

        int slash = rest.IndexOf('/', 2);
        return slash < 0
            ? new UriReference(scheme, rest[2..], "", query, fragment)
            : new UriReference(scheme, rest[2..slash], rest[slash..], query, fragment);
    }

    /// <summary>Resolves this reference against a base URI that has a scheme (section 5.2.2).</summary>
    public UriReference Resolve(UriReference baseUri)
    {
        if (Scheme is not null)
        {
            return this with { Path = RemoveDotSegments(Path) };
        }

        if (Authority is not null)
        {
            return this with { Scheme = baseUri.Scheme, Path = RemoveDotSegments(Path) };
        }

        string path = Path.Length == 0 ? baseUri.Path : RemoveDotSegments(Path.StartsWith('/') ? Path : baseUri.Merge(Path));
        return baseUri with { Path = path, Query = Path.Length == 0 ? Query ?? baseUri.Query : Query, Fragment = Fragment };
    }

    /// <summary>The text of the components (section 5.3).</summary>
    public override string ToString() =>
        (Scheme is null ? "" : Scheme + ":") + (Authority is null ? "" : "//" + Authority) + Path
        + (Query is null ? "" : "?" + Query) + (Fragment is null ? "" : "#" + Fragment);

    private static (string Before, string? After) Split(string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    // Section 3.1. What is no scheme before a colon is part of a path.
    private static int SchemeLength(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        bool isScheme = colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
        return isScheme ? colon : 0;
    }

    // Section 5.2.3.
    private string Merge(string path) =>
        Authority is not null && Path.Length == 0 ? "/" + path : Path[..(Path.LastIndexOf('/') + 1)] + path;

    // Section 5.2.4, for a path that begins with a slash. Another one belongs to a URI without authority, such as mailto:, and stays.
    private static string RemoveDotSegments(string path)
    {
        if (!path.StartsWith('/'))
        {
            return path;
        }

        var output = new List<string>();
        string[] segments = path[1..].Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            bool isDot = segments[i] is "." or "..";
            if (segments[i] == ".." && output.Count > 0)
            {
                output.RemoveAt(output.Count - 1);
            }

            if (!isDot || i == segments.Length - 1)
            {
                output.Add(isDot ? "" : segments[i]);
            }
        }

        return "/" + string.Join('/', output);
    }
}
