using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe;

/// <summary>The grammar of <see cref="Target"/>. Each method gives a target, or a mistake that says what to write instead.</summary>
internal static class TargetParser
{
    private const string PortRange = "write a number from 1 to 65535";

    public static (Target? Target, string? Mistake) Parse(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            return ParseUrl(text, scheme);
        }

        // A port, and ":8000" as in the listen addresses that people copy from their configuration, mean this machine.
        bool isPort = IsDigits(text.StartsWith(':') ? text[1..] : text);
        return ParseAuthority("tcp", isPort ? $"{Target.DefaultHost}:{text.TrimStart(':')}" : text, text, Target.DefaultPort);
    }

    public static (Target? Target, string? Mistake) Parse(string host, string port)
    {
        return TryReadHost(WithoutBrackets(host), out string? readHost, out string? mistake) && TryReadPort(port, out int readPort, out mistake)
            ? (new Target("tcp", readHost, readPort), null)
            : (null, mistake);
    }

    private static (Target? Target, string? Mistake) ParseUrl(string text, int schemeLength)
    {
        string scheme = text[..schemeLength].ToLowerInvariant();
        if (ProbeFactory.IsPath(scheme))
        {
            return PathTargetParser.Parse(scheme, text[(schemeLength + 3)..]);
        }

        if (ProbeFactory.DefaultPort(scheme) is not int defaultPort)
        {
            return (null, $"unknown scheme {Quoted.Of(scheme)}: write {ProbeFactory.Schemes}");
        }

        string rest = text[(schemeLength + 3)..];
        int end = rest.IndexOfAny(['/', '?', '#']);
        string authority = end < 0 ? rest : rest[..end];
        string path = end < 0 ? "" : WithoutFragment(rest[end..]);
        if (!ProbeFactory.HasPath(scheme) && path is not ("" or "/"))
        {
            return (null, $"{Quoted.Of(text)} has a path, which {scheme} does not use: write {scheme}://host:port");
        }

        if (path.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return (null, $"{Quoted.Of(text)} has a space or another character that a URL cannot hold: write it as %20 and the like");
        }

        int at = authority.LastIndexOf('@');
        (Target? target, string? mistake) = ParseAuthority(scheme, authority[(at + 1)..], text, defaultPort);
        target = target is null ? null : WithDetails(target, path, at < 0 ? null : authority[..at]);
        mistake ??= target is null ? null : ProbeFactory.MistakeIn(target);
        return (mistake is null ? target : null, mistake);
    }

    private static Target WithDetails(Target target, string path, string? userInfo) => target with
    {
        PathAndQuery = !ProbeFactory.HasPath(target.Scheme) || path.Length == 0 ? "" : path.StartsWith('/') ? path : "/" + path,
        UserInfo = userInfo,
    };

    private static string WithoutFragment(string path)
    {
        int fragment = path.IndexOf('#', StringComparison.Ordinal);
        return fragment < 0 ? path : path[..fragment];
    }

    private static (Target? Target, string? Mistake) ParseAuthority(string scheme, string authority, string whole, int defaultPort)
    {
        if (!TrySplit(authority, out string host, out string? port))
        {
            return (null, $"{Quoted.Of(whole)} is ambiguous: put the IPv6 address in brackets, such as [::1]:8000");
        }

        int readPort = defaultPort;
        return TryReadHost(host, out string? readHost, out string? mistake) && (port is null || TryReadPort(port, out readPort, out mistake))
            ? (new Target(scheme, readHost, readPort), null)
            : (null, mistake);
    }

    // Brackets are for IPv6 only: around a name they stay, and are no part of one.
    private static string WithoutBrackets(string host) =>
        host.StartsWith('[') && host.EndsWith(']') && (host.Length == 2 || host.Contains(':', StringComparison.Ordinal)) ? host[1..^1] : host;

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
        return !(IsIPv6(before) && IsDigits(after));
    }

    private static bool TryReadHost(string text, [NotNullWhen(true)] out string? host, [NotNullWhen(false)] out string? mistake)
    {
        // The zone of a link-local address (fe80::1%eth0) is the name of an interface, and those have case.
        host = text.Contains(':', StringComparison.Ordinal) ? text : text.ToLowerInvariant();
        mistake = MistakeIn(text);
        return mistake is null;
    }

    private static string? MistakeIn(string host)
    {
        if (host.Length == 0)
        {
            return "the host is empty: write a name or an address, such as 127.0.0.1:8000";
        }

        if (host.Contains(':', StringComparison.Ordinal))
        {
            return IsIPv6(host) ? null : $"{Quoted.Of(host)} is not an IPv6 address: write one such as [::1]:8000";
        }

        if (host.Contains('/', StringComparison.Ordinal))
        {
            return $"{Quoted.Of(host)} is not a host: write a URL such as http://host:port/path";
        }

        string name = host.EndsWith('.') ? host[..^1] : host;
        if (name.Length > 253 || !AreLabels(name))
        {
            return $"{Quoted.Of(host)} is not a host name: write letters, digits, hyphens and dots (an international name as xn--…)";
        }

        // As in the URL standard: a name whose last label is a number is an address. 127.1, 0x7f.1 and 010.0.0.1 mean different things to different programs.
        return LooksNumeric(name[(name.LastIndexOf('.') + 1)..]) && !IsDottedQuad(host)
            ? $"{Quoted.Of(host)} is not an IPv4 address: write four numbers such as 127.0.0.1"
            : null;
    }

    private static bool TryReadPort(string text, out int port, [NotNullWhen(false)] out string? mistake)
    {
        mistake = null;
        port = 0;
        bool isPort = text.Length <= 5 && IsDigits(text) && text[0] != '0'
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;
        if (!isPort)
        {
            mistake = $"{Quoted.Of(text)} is not a port: {PortRange}";
        }

        return isPort;
    }

    private static bool AreLabels(string name)
    {
        foreach (Range label in name.AsSpan().Split('.'))
        {
            if (!IsLabel(name.AsSpan(label)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-';
    }

    private static bool LooksNumeric(string label) => IsDigits(label) || label.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private static bool IsDottedQuad(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) && address.ToString() == host;

    private static bool IsIPv6(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !host.StartsWith('[');

    private static bool IsDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
