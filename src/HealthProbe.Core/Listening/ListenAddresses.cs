using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Listening;

/// <summary>From the host that a user names to the addresses that are listened on.</summary>
internal static class ListenAddresses
{
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);

    /// <summary>All addresses of a name; the one that an address is.</summary>
    /// <exception cref="IOException">The name has no address.</exception>
    public static IPAddress[] Of(string host, int port, NetworkTransport transport, TimeProvider time)
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

        using var end = new CancellationTokenSource(LookupTimeout, time);
        try
        {
            var attempt = new Attempt(time) { Timeout = LookupTimeout };
            (IPAddress[] addresses, ConnectError? error) = transport.Run(transport.ResolveAsync(host, attempt, end.Token).AsTask());
            return error is null ? [.. addresses.Distinct()] : throw new OperationCanceledException();
        }
        catch (OperationCanceledException e)
        {
            throw new IOException($"cannot listen on {Written(host, port)}: the name could not be looked up", e);
        }
    }

    /// <summary>
    /// Whether an address is one of this machine's, as far as this process sees: it can be bound to. Of a container without IPv6 that is
    /// not <c>::1</c>.
    /// </summary>
    public static bool IsOfThisMachine(IPAddress address) => LinuxSocket.CanBind(address);

    /// <summary>The address and port as a person writes them, such as <c>[::1]:9000</c>.</summary>
    public static string Written(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host)}:{port}");
}
