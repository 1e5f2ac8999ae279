using System.Text;

namespace HealthProbe.Tests.Protocols.MySql;

/// <summary>Packets of a MySQL server.</summary>
internal static class MySqlPackets
{
    public static byte[] Packet(byte number, params byte[] payload) => [(byte)payload.Length, 0, 0, number, .. payload];

    public static byte[] Error(byte number, int code, string text) => Packet(number, [0xFF, (byte)code, (byte)(code >> 8), .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] Greeting(string version = "8.0.36", string plugin = "caching_sha2_password") =>
        Packet(0, [10, .. Encoding.ASCII.GetBytes(version), 0, .. new byte[44], .. Encoding.ASCII.GetBytes(plugin), 0]);

    /// <summary>The request to log in by another plugin.</summary>
    public static byte[] Switch(byte number, string plugin) => Packet(number, [0xFE, .. Encoding.ASCII.GetBytes(plugin), 0, .. new byte[21]]);
}
