using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HealthProbe.Protocols;

namespace HealthProbe;

/// <summary>
/// What is asked: a scheme, and a host and port or the path of a file. <see cref="ToString"/> is safe to print: it never holds credentials
/// or the values of a query.
/// </summary>
public sealed record Target
{
    /// <summary>The host that is asked when none is given.</summary>
    public const string DefaultHost = "127.0.0.1";

    /// <summary>The TCP port that is asked when none is given.</summary>
    public const int DefaultPort = 8000;

    internal Target(string scheme, string host, int port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    internal Target(string scheme, string path)
        : this(scheme, "", 0) => FilePath = path;

    /// <summary>The protocol in lower case, such as <c>tcp</c>.</summary>
    public string Scheme { get; }

    /// <summary>A name in lower case, or an IP address without brackets, as it was written: a wildcard address stays one. Empty where <see cref="FilePath"/> is asked.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535; 0 where <see cref="FilePath"/> is asked.</summary>
    public int Port { get; }

    /// <summary>
    /// The absolute path of the file or of the Unix socket that is asked, with %20 and the like decoded; null where a host is asked.
    /// </summary>
    public string? FilePath { get; }

    /// <summary>
    /// The path and the query byte for byte as they were written, beginning with a slash; empty when there are none. May hold secrets.
    /// </summary>
    public string PathAndQuery { get; init; } = "";

    /// <summary>What was written before an at sign, or null. Holds secrets.</summary>
    internal string? UserInfo { get; init; }

    /// <summary>
    /// The host and port as a request names them: brackets around IPv6, and no port where it is the scheme's own. The zone of an address
    /// means nothing to the server.
    /// </summary>
    internal string Authority => WithPort(Host.Split('%')[0]);

    /// <summary>The host and port as a URL names them: <see cref="Authority"/> with the zone of an address.</summary>
    internal string HostAndPort => WithPort(Host);

    /// <summary>
    /// Reads a target: a URL such as <c>tcp://db:5432</c>, or a TCP target written as <c>host:port</c>, <c>[::1]:port</c>, <c>:port</c>, a
    /// port or a host.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="target">The target, or null when the text is not one.</param>
    /// <param name="mistake">When it is not: one line, without secrets, that says what to write instead; otherwise null.</param>
    /// <returns>Whether the text is a target.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Target? target, [NotNullWhen(false)] out string? mistake) =>
        TryParse(text, out target, out mistake, null);

    /// <summary>Reads a target of the protocols of a registry; null for the default one.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Target? target, [NotNullWhen(false)] out string? mistake, ProtocolRegistry? protocols)
    {
        ArgumentNullException.ThrowIfNull(text);
        (target, mistake) = TargetParser.Parse(text, registry: protocols);
        return target is not null;
    }

    /// <summary>Reads a TCP target from a host and a port, each on its own.</summary>
    /// <param name="host">A name or an IP address, with or without brackets.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="target">The target, or null.</param>
    /// <param name="mistake">One line that says what to write instead, or null.</param>
    /// <returns>Whether they are a target.</returns>
    public static bool TryParse(string host, string port, [NotNullWhen(true)] out Target? target, [NotNullWhen(false)] out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(port);
        (target, mistake) = TargetParser.Parse(host, port);
        return target is not null;
    }

    /// <summary>
    /// The canonical form, such as <c>tcp://[::1]:8000</c>; credentials and the values of a query are shown as <c>***</c>.
    /// </summary>
    public override string ToString() =>
        FilePath is not null ? $"{Scheme}://{PathAndQuery}" : $"{Scheme}://{(UserInfo is null ? "" : "***@")}{HostAndPort}{Quoted.WithoutQueryValues(PathAndQuery)}";

    private string WithPort(string host)
    {
        string shown = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        bool isUsualPort = (Scheme, Port) is ("http", 80) or ("https", 443);
        return isUsualPort ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown}:{Port}");
    }
}
