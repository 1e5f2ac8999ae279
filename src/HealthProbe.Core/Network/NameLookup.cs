using System.Net;

namespace HealthProbe.Network;

/// <summary>From a host to its addresses.</summary>
internal static class NameLookup
{
    /// <summary>The addresses of a host that needs no lookup, or null for a name that must be asked for.</summary>
    public static IPAddress[]? WithoutAsking(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            // The framework's IPv6 sockets have no route to these, the kernel's own have.
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

            // A wildcard is where a server listens; nobody can be asked there, and what people mean is this machine.
            return address.Equals(IPAddress.Any) ? [IPAddress.Loopback]
                : address.Equals(IPAddress.IPv6Any) ? [IPAddress.IPv6Loopback, IPAddress.Loopback]
                : [address];
        }

        // RFC 6761, section 6.3: localhost is always loopback, whatever a resolver would say.
        return host == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : null;
    }

    /// <summary>Looks a name up again each time it is asked, because a container's name may appear late.</summary>
    public static async Task<IPAddress[]> AskAsync(string host, CancellationToken cancellationToken)
    {
        StaticGlibc.ConfigureNameService();

        // The resolver blocks its thread and cannot be cancelled: it is left behind, and the answer is given on time.
        return await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
