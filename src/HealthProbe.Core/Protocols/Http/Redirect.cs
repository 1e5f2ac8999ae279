using System.Globalization;
using System.Text;

namespace HealthProbe.Protocols.Http;

/// <summary>The address and the method of the next request after a redirect (RFC 9110, section 15.4).</summary>
internal static class Redirect
{
    private const int MaxShownLength = 120;

    public static bool IsRedirect(HttpResponseHead head) =>
        head.Status is 301 or 302 or 303 or 307 or 308 && head.Header("Location") is not null;

    /// <summary>The method of the next request: 303 makes it GET, and so do 301 and 302 after a POST, as in every browser.</summary>
    public static string GetMethod(int status, string method) =>
        method != "HEAD" && (status == 303 || (status is 301 or 302 && method == "POST")) ? "GET" : method;

    /// <summary>Resolves the location against the address that sent it (RFC 3986, section 5.2).</summary>
    /// <returns>The next target; or null and the reason why the redirect is not followed.</returns>
    public static (Target? Next, string? Error) Resolve(Target from, HttpResponseHead head)
    {
        UriReference baseUri = UriReference.Parse($"{from.Scheme}://{from.HostAndPort}{from.PathAndQuery}");
        string url = UriReference.Parse(Encode(head.Header("Location")!)).Resolve(baseUri).ToString();
        if (TargetParser.Parse(url, isLocation: true).Target is not Target { Scheme: "http" or "https" } next)
        {
            return (null, $"it redirects to {Format(from, head)}, which is no http or https address");
        }

        return from.Scheme == "https" && next.Scheme == "http"
            ? (null, $"it redirects from https to {next}, which is not followed")
            : (next, null);
    }

    /// <summary>The location as a message may contain it: short, and without credentials, fragment or the values of a query.</summary>
    public static string Format(Target from, HttpResponseHead head)
    {
        string location = head.Header("Location")!;
        UriReference reference = UriReference.Parse(location) with { Fragment = null };
        string shown = location.Length == 0 ? from.ToString()
            : reference is { Scheme: null, Authority: null } ? Quoted.WithoutQueryValues(reference.ToString())
            : TargetParser.Parse(location, isLocation: true).Target is Target target ? target.ToString()
            : (reference with { Authority = WithoutUserInfo(reference.Authority), Query = null }).ToString();
        bool isUrl = reference.Scheme is null or "http" or "https"
            && shown.Length <= MaxShownLength
            && !shown.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isUrl ? shown : Quoted.Of(shown);
    }

    private static string? WithoutUserInfo(string? authority) => authority?[(authority.LastIndexOf('@') + 1)..];

    // Servers send spaces and UTF-8 as they are. The header was decoded as Latin-1, so each character is one byte.
    private static string Encode(string location)
    {
        var encoded = new StringBuilder(location.Length);
        foreach (char c in location)
        {
            _ = c is > ' ' and <= '~' ? encoded.Append(c) : encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }

        return encoded.ToString();
    }
}
