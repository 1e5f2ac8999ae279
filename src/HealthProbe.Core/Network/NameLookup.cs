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

            // Servers listen on a wildcard, and no connection can be made to one: this machine is meant, by either address.
            return address.Equals(IPAddress.Any) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
                : address.Equals(IPAddress.IPv6Any) ? [IPAddress.IPv6Loopback, IPAddress.Loopback]
                : [address];
        }

        // RFC 6761, section 6.3: localhost is always loopback, whatever a resolver would say.
        string name = host.EndsWith('.') ? host[..^1] : host;
        bool isLocal = name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isLocal ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : null;
    }
}
