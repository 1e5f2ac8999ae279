using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Sidecar.Serving;

/// <summary>Who counts as one client.</summary>
internal static class Client
{
    /// <summary>An IPv4 address; of an IPv6 address its /64, all of which one client usually has to ask from.</summary>
    public static IPAddress Of(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain;
        }

        byte[] bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
