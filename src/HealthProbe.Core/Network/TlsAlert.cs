using System.Security.Cryptography;

namespace HealthProbe.Network;

/// <summary>Describes why a TLS connection failed: the alert that the server sent (RFC 8446, section 6), or OpenSSL's own reason.</summary>
internal static class TlsAlert
{
    // ERR_get_error(3): the reason of an alert is its number plus 1000 (SSL_AD_REASON_OFFSET).
    private const int SslLibrary = 20;
    private const int FirstAlert = 1000;
    private const int UnsupportedProtocol = 258;
    private const string NoCommonVersion = "no TLS version in common; the server must support TLS 1.2 or later";

    /// <summary>Describes the alert behind an exception of a handshake, read or write; null if the server sent none.</summary>
    public static string? Describe(Exception exception) =>
        GetReason(exception) is >= FirstAlert and int reason ? DescribeAlert(reason - FirstAlert) : null;

    /// <summary>Describes a failed handshake, whether the server or OpenSSL ended it; null if neither gave a reason.</summary>
    public static string? DescribeHandshake(Exception exception) =>
        Describe(exception) ?? (GetReason(exception) is UnsupportedProtocol ? NoCommonVersion : null);

    private static string DescribeAlert(int alert) => alert switch
    {
        40 => "handshake failure: no cipher suite or version in common, or the server requires a client certificate; set --cert",
        42 or 43 or 44 or 45 or 46 or 48 or 49 =>
            $"the server rejected the client certificate, or requires one ({NameOf(alert)}); set --cert",
        70 => NoCommonVersion,
        112 => "unrecognized name: the server has no certificate for this name; set --sni",
        116 => "certificate required: the server requires a client certificate; set --cert",
        120 => "no application protocol in common (ALPN)",
        _ => $"the server sent a TLS alert: {NameOf(alert)}",
    };

    private static string NameOf(int alert) => alert switch
    {
        10 => "unexpected message",
        20 => "bad record MAC",
        42 => "bad certificate",
        43 => "unsupported certificate",
        44 => "certificate revoked",
        45 => "certificate expired",
        46 => "certificate unknown",
        47 => "illegal parameter",
        48 => "unknown CA",
        49 => "access denied",
        50 => "decode error",
        51 => "decrypt error",
        71 => "insufficient security",
        80 => "internal error",
        _ => $"number {alert}",
    };

    private static int? GetReason(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is CryptographicException && ((inner.HResult >> 23) & 0xFF) == SslLibrary)
            {
                return inner.HResult & 0x7FFFFF;
            }
        }

        return null;
    }
}
