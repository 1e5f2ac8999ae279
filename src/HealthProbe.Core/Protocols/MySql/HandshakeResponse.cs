using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.Protocols.MySql;

/// <summary>
/// A complete login without a password, which a server counts as a refused user and not as a connection error: see docs/decisions/0009.
/// </summary>
/// <param name="plugin">The server's usual way to log in, or empty.</param>
internal sealed class HandshakeResponse(string plugin)
{
    private const string User = "healthprobe";
    private const byte SwitchPlugin = 0xFE;
    private const byte Utf8 = 33;
    private const uint MaxPacketBytes = 1 << 24;
    private const int HeaderBytes = 32;
    private const int MaxPluginNameLength = 64;

    private string _plugin = plugin[..Math.Min(plugin.Length, MaxPluginNameLength)];
    private int _answered;

    /// <summary>The payload that follows the initial handshake (Protocol::HandshakeResponse41).</summary>
    public byte[] CreateFirst()
    {
        const uint LongPassword = 1, Protocol41 = 0x200, SecureConnection = 0x8000, PluginAuthentication = 0x80000;
        byte[] head = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, LongPassword | Protocol41 | SecureConnection | PluginAuthentication);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), MaxPacketBytes);
        head[8] = Utf8;
        byte[] response = Response();
        return [.. head, .. Encoding.ASCII.GetBytes(User), 0, (byte)response.Length, .. response, .. Encoding.Latin1.GetBytes(_plugin), 0];
    }

    /// <summary>
    /// The payload that follows a packet that is neither OK nor an error: the server requests another plugin, or the plugin continues.
    /// </summary>
    public byte[] CreateNext(ReadOnlySpan<byte> packet)
    {
        if (packet[0] == SwitchPlugin)
        {
            int end = packet.IndexOf((byte)0);
            _plugin = Encoding.Latin1.GetString(end < 0 ? packet[1..] : packet[1..end]);
            _answered = 0;
        }

        return Response();
    }

    // Of the length that the plugin expects, because another length is a connection error to some. An empty password is an empty packet to
    // most.
    private byte[] Response() => (_plugin, _answered++) switch
    {
        ("client_ed25519", _) => new byte[64],
        ("parsec", > 0) => new byte[96],
        ("dialog" or "mysql_clear_password", _) => new byte[1],
        _ => [],
    };
}
