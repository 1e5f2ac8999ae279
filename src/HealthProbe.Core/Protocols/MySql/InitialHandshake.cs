using System.Text;

namespace HealthProbe.Protocols.MySql;

/// <summary>The first packet of a server, protocol 9 or 10: its version, and how it lets clients in (Protocol::HandshakeV10).</summary>
/// <param name="Version">As the server writes it.</param>
/// <param name="AuthenticationPlugin">Its usual way to log in, or empty.</param>
internal sealed record InitialHandshake(string Version, string AuthenticationPlugin)
{
    public const byte Protocol9 = 9;
    public const byte Protocol10 = 10;

    // A number of the connection, 8 bytes of a nonce and a zero, 2 of capabilities, 1 of a character set, 2 of a status, 2 of capabilities,
    // 1 of a length, 10 of nothing, and 13 of the nonce: what lies before the name of the plugin.
    private const int BeforePlugin = 4 + 9 + 2 + 1 + 2 + 2 + 1 + 10 + 13;

    // The number of the connection and the nonce, which protocol 9 ends with.
    private const int MinRest = 4 + 8;

    // MariaDB puts the version of a MySQL before its own, for old replicas.
    private const string MariaDbVersionPrefix = "5.5.5-";

    /// <summary>The version with the product's name, such as <c>MySQL 8.0.36</c> or <c>MariaDB 10.11.6-MariaDB</c>.</summary>
    public string Product => !Version.Contains("MariaDB", StringComparison.Ordinal) ? $"MySQL {Shown(Version)}"
        : $"MariaDB {Shown(Version.StartsWith(MariaDbVersionPrefix, StringComparison.Ordinal) ? Version[MariaDbVersionPrefix.Length..] : Version)}";

    /// <summary>Parses a payload; null if it is no handshake.</summary>
    public static InitialHandshake? Parse(ReadOnlySpan<byte> payload)
    {
        int end = payload.IndexOf((byte)0);
        bool isHandshake = payload[0] is Protocol9 or Protocol10 && end > 1 && payload.Length - end > MinRest && !payload[1..end].ContainsAnyExceptInRange((byte)' ', (byte)'~');
        return isHandshake ? new InitialHandshake(Text(payload[1..]), Text(payload[Math.Min(end + 1 + BeforePlugin, payload.Length)..])) : null;
    }

    private static string Shown(string version) => Quoted.Of(version).Trim('"');

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes.IndexOf((byte)0) is >= 0 and int end ? bytes[..end] : bytes);
}
