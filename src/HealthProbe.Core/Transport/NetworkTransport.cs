using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Transport;

/// <summary>Resolves hosts, connects, and accepts. Connecting returns a connection or an error, and decides nothing about health.</summary>
/// <param name="resolver">Resolves the names of hosts.</param>
internal abstract class NetworkTransport(HostResolver resolver)
{
    /// <summary>How many addresses of a name an attempt connects to.</summary>
    public const int MaxAddresses = 16;

    /// <summary>Connects to the first address of a host that accepts.</summary>
    /// <returns>The connection, which the caller disposes; or null and the error.</returns>
    /// <exception cref="OperationCanceledException">The token is canceled. What was missing until then is in the attempt.</exception>
    public async ValueTask<(Stream? Stream, ConnectError? Error)> ConnectAsync(
        string host, int port, Attempt attempt, CancellationToken cancellationToken)
    {
        (IPAddress[] addresses, ConnectError? error) = await ResolveAsync(host, attempt, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            return (null, error);
        }

        EndPoint[] endPoints = Array.ConvertAll(
            addresses[..Math.Min(addresses.Length, MaxAddresses)], EndPoint (address) => new IPEndPoint(address, port));
        return await new HappyEyeballs(this, host, endPoints, attempt).ConnectAnyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to a Unix socket; the rest as for a host.</summary>
    /// <param name="unixSocket">The path.</param>
    /// <param name="host">The host of the target, so that an error names the socket too; empty where the socket is the target.</param>
    /// <param name="attempt">As for a host.</param>
    /// <param name="cancellationToken">As for a host.</param>
    public ValueTask<(Stream? Stream, ConnectError? Error)> ConnectAsync(
        string unixSocket, string host, Attempt attempt, CancellationToken cancellationToken) =>
        new HappyEyeballs(this, host.Length == 0 ? unixSocket : host, [new UnixDomainSocketEndPoint(unixSocket)], attempt)
            .ConnectAnyAsync(cancellationToken);

    /// <summary>Resolves a host, unless its addresses are known without.</summary>
    /// <returns>At least one address; or none and the error.</returns>
    /// <exception cref="OperationCanceledException">The token is canceled.</exception>
    public async ValueTask<(IPAddress[] Addresses, ConnectError? Error)> ResolveAsync(
        string host, Attempt attempt, CancellationToken cancellationToken)
    {
        if (NameLookup.WithoutAsking(host) is IPAddress[] known)
        {
            return (known, null);
        }

        Resolution resolution = await resolver.ResolveAsync(host, this, attempt, cancellationToken).ConfigureAwait(false);
        return resolution.Error is null ? ([.. resolution.Addresses], null) : ([], new ConnectError.Lookup(resolution.Error));
    }

    /// <summary>Connects to one address.</summary>
    /// <returns>The connection, or null and the error.</returns>
    /// <exception cref="OperationCanceledException">The token is canceled.</exception>
    public abstract ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken);

    /// <summary>Opens a datagram socket.</summary>
    /// <exception cref="SocketException">There is no route to the end point, or no descriptor.</exception>
    public abstract DatagramSocket OpenDatagramSocket(IPEndPoint endPoint);

    /// <summary>Blocks the caller until the task is complete, and runs what it needs meanwhile.</summary>
    public abstract T Run<T>(Task<T> task);

    /// <summary>
    /// Runs what may block, such as a file on a hung mount, without blocking the caller. When the token is canceled it is left behind.
    /// </summary>
    public abstract Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken);

    /// <summary>Starts work that goes on beside the caller, who does not wait for it.</summary>
    public abstract void Start(Func<Task> work);

    /// <summary>Binds to an address, to listen there.</summary>
    /// <exception cref="SocketException">The address cannot be bound to.</exception>
    public abstract ListenSocket Bind(IPEndPoint endPoint);
}
