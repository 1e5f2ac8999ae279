using HealthProbe.Protocols;
using HealthProbe.Protocols.Tcp;

namespace HealthProbe;

/// <summary>
/// The grammar of <see cref="Target"/>. Each method gives a target, or a mistake that says what to write instead and contains no secret.
/// </summary>
internal static class TargetParser
{
    private const string SchemeEnd = "://";

    /// <summary>Reads a target.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLocation">
    /// Whether a server sent it as the location of a redirect. Its path is not checked for parts of a password.
    /// </param>
    /// <param name="registry">The protocols; null for the default ones.</param>
    public static (Target? Target, string? Mistake) Parse(string text, bool isLocation = false, ProtocolRegistry? registry = null)
    {
        if (ConnectionString.Describe(text) is string replacement)
        {
            return (null, replacement);
        }

        int scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme >= 0)
        {
            return ParseUrl(text, scheme, isLocation, registry ?? ProtocolRegistry.Default);
        }

        // A port, and ":8000" as in the listen addresses that people copy from their configuration, mean this machine, by either loopback
        // address.
        bool isPort = HostParser.IsDigits(text) || IsPortAlone(text);
        return MistakeWithoutScheme(text) is string mistake
            ? (null, mistake)
            : ParseAuthority(TcpProtocol.Scheme, isPort ? $"localhost:{text.TrimStart(':')}" : text, text, Target.DefaultPort);
    }

    public static (Target? Target, string? Mistake) Parse(string host, string port)
    {
        string? mistake = ConnectionString.Describe(host) ?? MistakeWithoutScheme(host);
        return mistake is null
            && HostParser.TryReadHost(WithoutBrackets(host), out string? readHost, out mistake)
            && HostParser.TryReadPort(port, null, out int readPort, out mistake)
            ? (new Target(TcpProtocol.Scheme, readHost, readPort), null)
            : (null, mistake);
    }

    private static (Target? Target, string? Mistake) ParseUrl(string text, int schemeLength, bool isLocation, ProtocolRegistry registry)
    {
        string name = text[..schemeLength].ToLowerInvariant();
        string rest = text[(schemeLength + SchemeEnd.Length)..];
        if (registry.Find(name) is not ({ } protocol, { } scheme))
        {
            return (null, UnknownScheme(name, registry));
        }

        (Target? target, string? mistake) = protocol.IsPath ? PathTargetParser.Parse(protocol, name, rest) : ParseUrl(text, rest, isLocation, protocol, scheme);
        mistake ??= protocol.Validate(target!);
        return (mistake is null ? target : null, mistake);
    }

    private static (Target? Target, string? Mistake) ParseUrl(string text, string rest, bool isLocation, Protocol protocol, Scheme scheme)
    {
        int end = rest.IndexOfAny(['/', '?', '#']);
        string authority = end < 0 ? rest : rest[..end];
        string tail = end < 0 ? "" : rest[end..];
        if (!isLocation && HasMisplacedAt(protocol, tail))
        {
            return (null, $"{Quoted.Of(text)} has an @ after the host; in a password or a path, use %2F for /, %3F for ?, %23 for # and %40 for @");
        }

        int at = authority.LastIndexOf('@');
        string hostAndPort = authority[(at + 1)..];
        bool isOwnPort = IsPortAlone(hostAndPort) && protocol.TakesPortAlone;
        (Target? target, string? mistake) = ParseAuthority(scheme.Name, isOwnPort ? "localhost" + hostAndPort : hostAndPort, text, scheme.DefaultPort);
        target = target is null ? null : WithDetails(target, protocol, WithoutFragment(tail), at < 0 ? null : authority[..at]);
        return (target, mistake ?? MistakeInDetails(text, target!, protocol, WithoutFragment(tail), isLocation));
    }

    private static bool IsPortAlone(string authority) => authority.Length > 1 && authority[0] == ':' && authority[1] != ':';

    private static string? MistakeInDetails(string text, Target target, Protocol protocol, string path, bool isLocation) =>
        protocol.Shape != TargetShape.Url && path is not ("" or "/")
            ? $"{Quoted.Of(text)} has a path, which {target.Scheme} does not use: write {target.Scheme}://host:port"
        : path.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? $"{Quoted.Of(text)} has a space or another character that a URL cannot hold: write it as %20 and the like"
        : !isLocation && (HasBarePercent(path) || HasBarePercent(target.UserInfo ?? ""))
            ? $"{Quoted.Of(text)} has a % that stands for nothing: write % itself as %25"
        : null;

    // Behind the authority, an @ is most likely the end of a password that has one of the characters that end an authority. Registries have
    // paths such as
    // /@scope/name, and a value of a query is never printed.
    private static bool HasMisplacedAt(Protocol protocol, string tail)
    {
        int query = tail.AsSpan().IndexOfAny('?', '#');
        int at = tail.IndexOf('@', StringComparison.Ordinal);
        while (at >= 0)
        {
            bool isInPlace = query < 0 || at < query ? tail[at - 1] == '/' : tail[query] == '?' && tail.AsSpan(query, at - query).Contains('=');
            if (!protocol.MayHaveAtInPath || !isInPlace)
            {
                return true;
            }

            at = tail.IndexOf('@', at + 1);
        }

        return false;
    }

    private static bool HasBarePercent(string text)
    {
        for (int percent = text.IndexOf('%', StringComparison.Ordinal); percent >= 0; percent = text.IndexOf('%', percent + 1))
        {
            if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2]))
            {
                return true;
            }
        }

        return false;
    }

    private static Target WithDetails(Target target, Protocol protocol, string path, string? userInfo) => target with
    {
        PathAndQuery = protocol.Shape != TargetShape.Url || path.Length == 0 ? "" : path.StartsWith('/') ? path : "/" + path,
        UserInfo = userInfo,
    };

    private static string WithoutFragment(string path)
    {
        int fragment = path.IndexOf('#', StringComparison.Ordinal);
        return fragment < 0 ? path : path[..fragment];
    }

    private static string UnknownScheme(string scheme, ProtocolRegistry registry)
    {
        string? near = NearestName.Of(scheme, registry.Schemes);
        return $"unknown scheme {Quoted.Of(scheme)}: {(near is null ? $"write {string.Join(", ", registry.Schemes.SkipLast(1))} or {registry.Schemes.Last()}" : $"did you mean {near}?")}";
    }

    // What people write in place of a URL, or of several targets. What is quoted here cannot contain a password.
    private static string? MistakeWithoutScheme(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : text[..colon].ToLowerInvariant();
        string rest = text[(colon + 1)..];
        if (text.IndexOf('@', StringComparison.Ordinal) > 0)
        {
            return "a host cannot contain an @; use a URL such as postgres://user:password@host:port";
        }

        Protocol? protocol = colon < 0 || HostParser.IsDigits(rest) ? null : ProtocolRegistry.Default.Find(scheme).Protocol;
        if (protocol is { IsPath: true })
        {
            return $"{scheme}: is not followed by three slashes; use {scheme}:///path";
        }

        // "redis:6379" is a host of that name.
        bool isUrl = rest.Length > 0 && (rest[0] is '/' or '[' || char.IsAsciiLetter(rest[0]) || rest.Contains(':', StringComparison.Ordinal));
        if (isUrl && protocol is not null)
        {
            return $"{scheme}: is not followed by two slashes; use {scheme}://host:port{(protocol.Shape == TargetShape.Url ? "/path" : "")}";
        }

        if (text.Contains(',', StringComparison.Ordinal))
        {
            return "a comma does not separate targets; use a separate argument for each one";
        }

        return text.StartsWith('/') ? $"{Quoted.Of(text)} is not a host; use unix:///path for a socket, or file:///path for a file"
            : slash < 0 || text[0] == '@' ? null
            : colon < 0 || colon > slash || HostParser.IsDigits(text[(colon + 1)..slash])
                ? $"{Quoted.Of(text)} has a path and no scheme; use http://{Quoted.Of(text)[1..^1]}"
            : "a target with a path needs a scheme; use a URL such as http://host:port/path";
    }

    private static (Target? Target, string? Mistake) ParseAuthority(string scheme, string authority, string whole, int defaultPort)
    {
        if (!TrySplit(authority, out string host, out string? port))
        {
            return (null, $"{Quoted.Of(whole)} is ambiguous: put the IPv6 address in brackets, such as [::1]:8000");
        }

        int readPort = defaultPort;
        return HostParser.TryReadHost(host, out string? readHost, out string? mistake)
            && (port is null || HostParser.TryReadPort(port, host, out readPort, out mistake))
            ? (new Target(scheme, readHost, readPort), null)
            : (null, mistake);
    }

    // Brackets are for IPv6 only: around a name they stay, and are no part of one. Inside them, %25 is the percent sign before a zone (RFC
    // 6874).
    private static string WithoutBrackets(string host)
    {
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']') && (host.Length == 2 || host.Contains(':', StringComparison.Ordinal));
        string address = isBracketed ? host[1..^1] : host;
        int percent = isBracketed ? address.IndexOf("%25", StringComparison.Ordinal) : -1;
        return percent >= 0 && percent + 3 < address.Length ? address.Remove(percent + 1, 2) : address;
    }

    private static bool TrySplit(string authority, out string host, out string? port)
    {
        port = null;
        host = authority;
        if (authority.StartsWith('[') && authority.IndexOf(']', StringComparison.Ordinal) is > 0 and int close)
        {
            host = WithoutBrackets(authority[..(close + 1)]);
            port = close + 1 < authority.Length ? authority[(close + 1)..] : null;
            bool hasColon = port is null || port.StartsWith(':');
            port = port?[1..];
            return hasColon;
        }

        int colon = authority.LastIndexOf(':');
        if (colon < 0)
        {
            return true;
        }

        string before = authority[..colon];
        string after = authority[(colon + 1)..];
        if (!before.Contains(':', StringComparison.Ordinal))
        {
            (host, port) = (before, after);
            return true;
        }

        // "::1:8000" is an address, yet whoever wrote it most likely meant a port: neither reading is safe.
        return !(HostParser.IsIPv6(before) && HostParser.IsDigits(after));
    }
}
