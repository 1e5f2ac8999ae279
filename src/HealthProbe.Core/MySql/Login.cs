using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.MySql;

/// <summary>A complete login without a password, which a server counts as a refused user and not as a connection error (docs/decisions/0008).</summary>
internal static class Login
{
    public const string User = "healthprobe";

    private const int SizeOfFixedPart = 32;
    private const int LongestPluginName = 64;

    /// <summary>Protocol::HandshakeResponse41.</summary>
    public static byte[] Request(string plugin)
    {
        const uint LongPassword = 1, Protocol41 = 0x200, SecureConnection = 0x8000, PluginAuthentication = 0x80000;
        byte[] head = new byte[SizeOfFixedPart];
        BinaryPrimitives.WriteUInt32LittleEndian(head, LongPassword | Protocol41 | SecureConnection | PluginAuthentication);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 1 << 24);
        head[8] = 33;
        string name = plugin[..Math.Min(plugin.Length, LongestPluginName)];
        return [.. head, .. Encoding.ASCII.GetBytes(User), 0, 0, .. Encoding.Latin1.GetBytes(name), 0];
    }

    /// <summary>The answer to a server that asks to log in by another plugin, of the length that this plugin expects: another length is a connection error.</summary>
    public static byte[] Answer(string plugin) => plugin switch
    {
        "client_ed25519" => new byte[64],
        "dialog" or "mysql_clear_password" or "sha256_password" => new byte[1],
        _ => [],
    };
}
