using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>Resolves names as the framework does, by the system's configuration: for applications.</summary>
internal sealed class FrameworkResolver : HostResolver
{
    private FrameworkResolver()
    {
    }

    public static FrameworkResolver Instance { get; } = new();

    public override async ValueTask<Resolution> ResolveAsync(
        string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        attempt.WaitFor(() => $"no answer from the resolver for {host}", Reason.Dns);
        try
        {
            // The system's resolver blocks a thread and cannot be interrupted: it is left behind when the token is canceled.
            IPAddress[] addresses = await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? new Resolution(addresses, null) : Fail(host, SocketError.NoData);
        }
        catch (SocketException e)
        {
            return Fail(host, e.SocketErrorCode);
        }
    }

    private static Resolution Fail(string host, SocketError error) => new([], error switch
    {
        SocketError.HostNotFound => $"no such name: {host}",
        SocketError.NoData => $"{host} has no address",
        SocketError.TryAgain => $"no answer from the resolver for {host}",
        _ => $"the name {host} could not be resolved",
    });
}
