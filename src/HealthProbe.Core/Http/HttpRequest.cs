using System.Globalization;
using System.Text;

namespace HealthProbe.Http;

/// <summary>The bytes of one HTTP/1.1 request.</summary>
internal static class HttpRequest
{
    /// <summary>What the access log of the asked server shows.</summary>
    public static string UserAgent { get; } = $"healthprobe/{typeof(HttpRequest).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Makes the request for a target.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="method">The method: a redirect may have changed it.</param>
    /// <param name="isOrigin">False after a redirect to another origin, which must see neither credentials nor the Host of the first.</param>
    public static byte[] Of(Target target, HttpOptions options, string method, bool isOrigin)
    {
        var head = new StringBuilder();
        head.Append(method).Append(' ').Append(target.PathAndQuery.Length == 0 ? "/" : target.PathAndQuery).Append(" HTTP/1.1\r\n");
        ReadOnlyMemory<byte>? body = method is "GET" or "HEAD" && options.Method is null ? null : options.Body;
        Add(head, options, isOrigin, "Host", target.Authority);
        Add(head, options, isOrigin, "User-Agent", UserAgent);
        Add(head, options, isOrigin, "Accept", "*/*");
        Add(head, options, isOrigin, "Connection", "close");
        if (isOrigin && (options.User ?? Unescaped(target.UserInfo)) is string user)
        {
            Add(head, options, isOrigin, "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}");
        }

        if (body is ReadOnlyMemory<byte> content)
        {
            Add(head, options, isOrigin, "Content-Type", "application/x-www-form-urlencoded");
            Add(head, options, isOrigin, "Content-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        }

        foreach (KeyValuePair<string, string> header in options.Headers.Where(header => isOrigin || !IsForOrigin(header.Key)))
        {
            head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. body.GetValueOrDefault().Span];
    }

    private static void Add(StringBuilder head, HttpOptions options, bool isOrigin, string name, string value)
    {
        bool isGiven = options.Headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) && (isOrigin || !IsForOrigin(name));
        if (!isGiven)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
    }

    private static bool IsForOrigin(string header) =>
        header.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static string? Unescaped(string? userInfo) => userInfo is null ? null : Uri.UnescapeDataString(userInfo);
}
