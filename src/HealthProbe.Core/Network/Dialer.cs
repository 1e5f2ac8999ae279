using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Looks a host up and connects to whichever of its addresses answers first.</summary>
internal abstract class Dialer
{
    // A dead first address must not eat the timeout, and a live one must not see a second connection: on a local network an answer takes far less.
    internal static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(50);

    /// <summary>One end point for each address.</summary>
    public static EndPoint[] EndPoints(IPAddress[] addresses, int port) => Array.ConvertAll(addresses, EndPoint (address) => new IPEndPoint(address, port));

    /// <summary>Connects to a target's host and port.</summary>
    /// <returns>The connection, which the caller disposes; or null and the reason, which is <see cref="Reason.Timeout"/> when the time is over.</returns>
    public async ValueTask<(Stream? Stream, Outcome Failure)> ConnectAsync(Target target, CancellationToken cancellationToken)
    {
        return await ConnectAsync(target.Host, target.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to a host and port.</summary>
    /// <returns>The connection, which the caller disposes; or null and the reason, which is <see cref="Reason.Timeout"/> when the time is over.</returns>
    public async ValueTask<(Stream? Stream, Outcome Failure)> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        (IPAddress[] addresses, Outcome failure) = await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.Length == 0
            ? (null, failure)
            : await RaceAsync(host, EndPoints(addresses, port), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks a host up, where its addresses are not known without.</summary>
    /// <returns>The addresses; or none and the reason, which is <see cref="Reason.Timeout"/> when the time is over.</returns>
    public async ValueTask<(IPAddress[] Addresses, Outcome Failure)> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] addresses = NameLookup.WithoutAsking(host) ?? await LookUpAsync(host, cancellationToken).ConfigureAwait(false);
            return (addresses, addresses.Length == 0 ? LookupFailure.Describe(host, SocketError.NoData) : default);
        }
        catch (OperationCanceledException)
        {
            return ([], Outcome.Unhealthy(Reason.Timeout, $"no answer from the resolver for {host}"));
        }
        catch (SocketException e)
        {
            return ([], LookupFailure.Describe(host, e.SocketErrorCode));
        }
    }

    /// <summary>Connects to a Unix socket; the rest as for a host.</summary>
    /// <param name="unixSocket">The path.</param>
    /// <param name="host">The host of the target, so that a failure names the socket too; empty where the socket is the target.</param>
    /// <param name="cancellationToken">The time is over.</param>
    public ValueTask<(Stream? Stream, Outcome Failure)> ConnectAsync(string unixSocket, string host, CancellationToken cancellationToken) =>
        RaceAsync(host.Length == 0 ? unixSocket : host, [new UnixDomainSocketEndPoint(unixSocket)], cancellationToken);

    /// <summary>Asks the resolver.</summary>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    /// <exception cref="SocketException">There is no such name, or no answer.</exception>
    protected abstract ValueTask<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken);

    /// <summary>Connects to several end points: each next one when the one before failed, or after <see cref="Stagger"/>. The first to answer wins.</summary>
    /// <param name="asked">What was asked for, for the message.</param>
    /// <param name="endPoints">At least one.</param>
    /// <param name="cancellationToken">The time is over.</param>
    protected abstract ValueTask<(Stream? Stream, Outcome Failure)> RaceAsync(string asked, EndPoint[] endPoints, CancellationToken cancellationToken);
}
