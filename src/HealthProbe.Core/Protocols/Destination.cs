using System.Net.Security;

namespace HealthProbe.Protocols;

/// <summary>Where an exchange runs: the address to connect to, and TLS from the first byte or none.</summary>
/// <param name="Host">A name or an address; with TLS, the name that the certificate must have.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record Destination(string Host, int Port)
{
    /// <summary>A Unix stream socket to connect to in place of host and port; null for none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Whether the handshake comes before the first byte of the protocol.</summary>
    public bool IsTls { get; init; }

    /// <summary>The scheme over TLS of a protocol that is used without, for messages; null if there is none.</summary>
    public string? TlsScheme { get; init; }

    /// <summary>The protocol that the handshake must agree on (ALPN); null where the protocol has no such name.</summary>
    public SslApplicationProtocol? ApplicationProtocol { get; init; }

    /// <summary>
    /// What every outcome and timeout begins with, because the destination is not the target that the user knows; empty for none.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>Where a check connects to.</summary>
    public static Destination FromCheck(Check check) => new(check.Target.Host, check.Target.Port)
    {
        UnixSocket = check.Target.FilePath,
        IsTls = check.IsTls,
        TlsScheme = check.TlsScheme,
    };
}
