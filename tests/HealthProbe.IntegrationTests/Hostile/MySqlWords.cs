using System.Text;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What a MySQL server says.</summary>
internal static class MySqlWords
{
    public static byte[] Packet(byte number, params byte[] payload) => [(byte)payload.Length, 0, 0, number, .. payload];

    public static byte[] Error(byte number, int code, string text) => Packet(number, [0xFF, (byte)code, (byte)(code >> 8), .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] Greeting(string version, string plugin) =>
        Packet(0, [10, .. Encoding.ASCII.GetBytes(version), 0, .. new byte[44], .. Encoding.ASCII.GetBytes(plugin), 0]);

    /// <summary>The server asks to log in by another plugin.</summary>
    public static byte[] Switch(byte number, string plugin) => Packet(number, [0xFE, .. Encoding.ASCII.GetBytes(plugin), 0, .. new byte[21]]);
}
