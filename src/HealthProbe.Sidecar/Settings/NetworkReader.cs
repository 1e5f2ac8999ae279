using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads who may ask: an address, or a network as <c>10.0.0.0/8</c>.</summary>
internal static class NetworkReader
{
    public static IPNetwork Network(string text, out string? mistake)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string before = slash < 0 ? text : text[..slash];
        mistake = $"{Quoted.Of(text)} is not an address or a network: write one such as 10.1.2.3, 10.0.0.0/8 or fd00::/8";

        // 127.1 and 010.0.0.1 mean different things to different programs; a zone is no part of a network.
        if (!IPAddress.TryParse(before, out IPAddress? address) || before.Contains('%', StringComparison.Ordinal) || before.Contains('[', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != before))
        {
            return default;
        }

        int longest = address.GetAddressBytes().Length * 8;
        int length = longest;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > longest))
        {
            return default;
        }

        // Clients are compared as IPv4 addresses, however they connected.
        if (address.IsIPv4MappedToIPv6 && length >= longest - 32)
        {
            (address, length) = (address.MapToIPv4(), length - (longest - 32));
        }

        IPAddress masked = Masked(address, length);
        mistake = masked.Equals(address) ? null : $"{Quoted.Of(text)} is an address inside a network: write {masked}/{length} or {address}";
        return new IPNetwork(masked, length);
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
