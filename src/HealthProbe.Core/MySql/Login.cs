using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.MySql;

/// <summary>A complete login without a password, which a server counts as a refused user and not as a connection error: see docs/decisions/0009.</summary>
/// <param name="plugin">The server's usual way to log in, or empty.</param>
internal sealed class Login(string plugin)
{
    private const string User = "healthprobe";
    private const byte SwitchPlugin = 0xFE;
    private const byte Utf8 = 33;
    private const uint LargestPacket = 1 << 24;
    private const int SizeOfHead = 32;
    private const int LongestPluginName = 64;

    private string _plugin = plugin[..Math.Min(plugin.Length, LongestPluginName)];
    private int _answered;

    /// <summary>What follows the greeting (Protocol::HandshakeResponse41).</summary>
    public byte[] Request()
    {
        const uint LongPassword = 1, Protocol41 = 0x200, SecureConnection = 0x8000, PluginAuthentication = 0x80000;
        byte[] head = new byte[SizeOfHead];
        BinaryPrimitives.WriteUInt32LittleEndian(head, LongPassword | Protocol41 | SecureConnection | PluginAuthentication);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), LargestPacket);
        head[8] = Utf8;
        byte[] response = Response();
        return [.. head, .. Encoding.ASCII.GetBytes(User), 0, (byte)response.Length, .. response, .. Encoding.Latin1.GetBytes(_plugin), 0];
    }

    /// <summary>What follows a packet that is neither the admission nor an error: the server asks for another plugin, or this plugin asks on.</summary>
    public byte[] Answer(ReadOnlySpan<byte> packet)
    {
        if (packet[0] == SwitchPlugin)
        {
            int end = packet.IndexOf((byte)0);
            _plugin = Encoding.Latin1.GetString(end < 0 ? packet[1..] : packet[1..end]);
            _answered = 0;
        }

        return Response();
    }

    // Of the length that the plugin expects, because another length is a connection error to some. An empty password is an empty packet to most.
    private byte[] Response() => (_plugin, _answered++) switch
    {
        ("client_ed25519", _) => new byte[64],
        ("parsec", > 0) => new byte[96],
        ("dialog" or "mysql_clear_password", _) => new byte[1],
        _ => [],
    };
}
