using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Listening;

/// <summary>From the host that a user names to the addresses that are listened on.</summary>
internal static class ListenAddresses
{
    /// <summary>All addresses of a name; the one that an address is.</summary>
    /// <exception cref="IOException">The name has no address.</exception>
    public static IPAddress[] Of(string host, int port)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            // Where a kernel has no IPv6, "everything" still means everything there is.
            return [address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6 ? IPAddress.Any : address];
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        StaticGlibc.ConfigureNameService();
        try
        {
            IPAddress[] addresses = Dns.GetHostAddresses(host);
            return addresses.Length > 0 ? [.. addresses.Distinct()] : throw new SocketException((int)SocketError.NoData);
        }
        catch (SocketException e)
        {
            throw new IOException($"cannot listen on {Written(host, port)}: the name could not be looked up", e);
        }
    }

    /// <summary>Whether an address is one of this machine's, as far as this process sees: it can be bound to. Of a container without IPv6 that is not <c>::1</c>.</summary>
    public static bool IsOfThisMachine(IPAddress address) => LinuxSocket.CanBind(address);

    /// <summary>The address and port as a person writes them, such as <c>[::1]:9000</c>.</summary>
    public static string Written(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host)}:{port}");
}
