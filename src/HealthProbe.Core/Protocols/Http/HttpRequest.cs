using System.Globalization;
using System.Text;

namespace HealthProbe.Protocols.Http;

/// <summary>One HTTP/1.1 request, and the requests that redirects make of it.</summary>
internal sealed record HttpRequest
{
    private const int MaxRedirects = 5;

    private readonly Target _origin;
    private readonly HttpOptions _options;

    /// <summary>The first request to a target.</summary>
    public HttpRequest(Target target, HttpOptions options)
    {
        _origin = target;
        _options = options;
        HasBody = options.Body is not null;
        Target = target;
        Method = options.Method ?? (HasBody ? "POST" : "GET");
    }

    /// <summary>The product name that access logs contain.</summary>
    public static string UserAgent { get; } = $"healthprobe/{typeof(HttpRequest).Assembly.GetName().Version?.ToString(3)}";

    public Target Target { get; private init; }

    public string Method { get; private init; }

    /// <summary>False once a redirect has left the origin, which alone receives the user's headers, credentials and body.</summary>
    public bool IsOnOrigin { get; private init; } = true;

    /// <summary>Whether the request contains credentials.</summary>
    public bool HasCredentials => User is not null || HasHeader("Authorization");

    private int Redirects { get; init; }

    private bool HasBody { get; init; }

    private string? User => IsOnOrigin ? FindUser(_origin, _options) : null;

    private IEnumerable<KeyValuePair<string, string>> UserHeaders => !IsOnOrigin ? []
        : HasBody || _options.Body is null ? _options.Headers
        : _options.Headers.Where(header => !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase));

    /// <summary>The name and password of the options, or else of the URL; null for none.</summary>
    public static string? FindUser(Target target, HttpOptions options) =>
        options.User ?? (target.UserInfo is string userInfo ? Uri.UnescapeDataString(userInfo) : null);

    /// <summary>The value of an Authorization header (RFC 7617).</summary>
    public static string EncodeBasic(string user) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}";

    /// <summary>Whether the user's headers contain one of this name.</summary>
    public bool HasHeader(string name) => UserHeaders.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The request that a redirect asks for.</summary>
    /// <returns>
    /// The next request; or null and the reason why the redirect is not followed; or neither, if the response is no redirect to follow.
    /// </returns>
    public (HttpRequest? Next, string? Error) Follow(HttpResponseHead head)
    {
        if (!_options.Follow || !Redirect.IsRedirect(head) || _options.Status.Contains(head.Status))
        {
            return default;
        }

        (Target? next, string? error) = Redirect.Resolve(Target, head);
        if (next is null || Redirects == MaxRedirects)
        {
            return (null, error ?? $"more than {MaxRedirects} redirects");
        }

        if (_options.FollowsSameHostOnly && next.Host != Target.Host)
        {
            return (null, "it redirects to another host");
        }

        string method = Redirect.GetMethod(head.Status, Method);
        bool isOnOrigin = IsOnOrigin && next.Scheme == _origin.Scheme && next.HostAndPort == _origin.HostAndPort;
        bool hasBody = HasBody && isOnOrigin && method == Method;
        return (this with { Target = next, Method = method, IsOnOrigin = isOnOrigin, HasBody = hasBody, Redirects = Redirects + 1 }, null);
    }

    /// <summary>The bytes to send.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(Method).Append(' ').Append(Target.PathAndQuery.Length == 0 ? "/" : Target.PathAndQuery).Append(" HTTP/1.1\r\n");
        Add(head, "Host", Target.Authority);
        Add(head, "User-Agent", UserAgent);
        Add(head, "Accept", "*/*");
        Add(head, "Connection", "close");
        if (User is string user)
        {
            Add(head, "Authorization", EncodeBasic(user));
        }

        ReadOnlyMemory<byte> body = HasBody ? _options.Body.GetValueOrDefault() : default;
        if (HasBody)
        {
            Add(head, "Content-Type", "application/x-www-form-urlencoded");
        }

        // RFC 9110, section 8.6: a method that usually has a body says that there is none.
        if (HasBody || Method is "POST" or "PUT" or "PATCH")
        {
            Add(head, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        }

        foreach (KeyValuePair<string, string> header in UserHeaders)
        {
            head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. body.Span];
    }

    private void Add(StringBuilder head, string name, string value)
    {
        if (!HasHeader(name))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
    }
}
