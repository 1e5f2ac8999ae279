using System.Net;

namespace HealthProbe.Sidecar.Serving;

/// <summary>Marks a connection to the second address, whose responses contain details.</summary>
/// <param name="host">The host of <c>--management-url</c>.</param>
/// <param name="local">The address that the client connected to.</param>
internal sealed class Management(string host, IPAddress local)
{
    /// <summary>
    /// Whether a Host header names this listener. A web page whose own name was made to resolve to this machine (DNS rebinding) sends that
    /// name, and its script could read the response. A request without a Host is not from a browser.
    /// </summary>
    public bool IsOwnHost(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return true;
        }

        string name = WithoutPort(header).TrimEnd('.');
        _ = IPAddress.TryParse(host, out IPAddress? bound);
        bool isWildcard = IPAddress.Any.Equals(bound) || IPAddress.IPv6Any.Equals(bound);
        return IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address)
            ? isWildcard || address.Equals(bound) || address.Equals(Plain(local))
            : Is(name, host) || (Is(name, "localhost") && IPAddress.IsLoopback(local)) || (isWildcard && Is(name, Environment.MachineName));
    }

    private static string WithoutPort(string header)
    {
        int colon = header.LastIndexOf(':');
        return colon > header.LastIndexOf(']') ? header[..colon] : header;
    }

    private static bool Is(string name, string own) => name.Equals(own, StringComparison.OrdinalIgnoreCase);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
