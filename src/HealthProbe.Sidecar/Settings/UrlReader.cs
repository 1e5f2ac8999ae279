namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads the URLs of HTTP.</summary>
internal static class UrlReader
{
    public static Target? Application(string text, out string? mistake)
    {
        if (Target.TryParse(text, out Target? url, out mistake) && url.Scheme is not ("http" or "https"))
        {
            mistake = $"{Quoted.Of(text)} is not a URL of HTTP: write one such as http://127.0.0.1:8080/health/ready";
        }

        return url;
    }

    public static Target? Management(string text, out string? mistake)
    {
        if (Target.TryParse(text, out Target? url, out mistake) && (url.Scheme != "http" || url.PathAndQuery is not ("" or "/") || url.UserInfo is not null))
        {
            mistake = $"{Quoted.Of(text)} is not an address to answer on: write http://host:port";
        }

        return url;
    }

    /// <summary>A URL that was read well, without credentials and the values of its query.</summary>
    public static string Scrubbed(string text) => Target.TryParse(text, out Target? url, out _) ? url.ToString() : "";
}
