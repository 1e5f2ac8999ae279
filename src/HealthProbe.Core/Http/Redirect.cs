namespace HealthProbe.Http;

/// <summary>Where a redirect leads (RFC 9110, section 15.4).</summary>
internal static class Redirect
{
    private const int LongestShown = 120;

    public static bool Is(HttpResponseHead head) => head.Status is 301 or 302 or 303 or 307 or 308 && head.Header("Location") is not null;

    /// <summary>The method of the next request: 303 asks for GET, and so do 301 and 302 after a POST, as every browser reads them.</summary>
    public static string Method(int status, string method) => method != "HEAD" && (status == 303 || (status is 301 or 302 && method == "POST")) ? "GET" : method;

    /// <summary>The next target; or null and why not.</summary>
    public static (Target? Next, string? Mistake) Resolve(Target from, HttpResponseHead head)
    {
        string location = head.Header("Location")!;
        string path = from.PathAndQuery.Split('?')[0];
        string url = location.Contains("://", StringComparison.Ordinal) ? location
            : location.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{location}"
            : location.StartsWith('/') ? $"{from.Scheme}://{from.HostAndPort}{location}"
            : $"{from.Scheme}://{from.HostAndPort}{path[..(path.LastIndexOf('/') + 1)].PadLeft(1, '/')}{location}";
        (Target? next, _) = TargetParser.Parse(url, isLocation: true);
        if (next is null || next.Scheme is not ("http" or "https"))
        {
            return (null, $"it redirects to {Shown(head)}, which is no http or https address");
        }

        return from.Scheme == "https" && next.Scheme == "http" ? (null, $"it redirects from https to {Shown(head)}, which is not followed") : (next, null);
    }

    /// <summary>The location as a message may show it: cut, and without credentials or the values of a query.</summary>
    public static string Shown(HttpResponseHead head)
    {
        string location = head.Header("Location")!;
        string shown = Target.TryParse(location, out Target? target, out _) ? target.ToString() : Quoted.WithoutQueryValues(location);
        return shown.Length <= LongestShown && !shown.AsSpan().ContainsAnyExceptInRange('!', '~') ? shown : Quoted.Of(location);
    }
}
