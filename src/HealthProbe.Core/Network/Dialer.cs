using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Connects to whichever address of a target answers first, asynchronously.</summary>
internal static class Dialer
{
    // A dead first address must not eat the timeout, and a live one must not see a second connection: on a local network an answer takes far less.
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks the host up and connects.</summary>
    /// <returns>The connected socket, which the caller disposes; or null and the reason. When cancelled, the reason is <see cref="Reason.Timeout"/>.</returns>
    public static async ValueTask<(Socket? Socket, Outcome Failure)> ConnectAsync(Target target, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = NameLookup.WithoutAsking(target.Host) ?? await NameLookup.AskAsync(target.Host, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, Outcome.Unhealthy(Reason.Timeout, $"no answer from the resolver for {target.Host}"));
        }
        catch (SocketException e)
        {
            return (null, LookupFailure.Describe(target.Host, e.SocketErrorCode));
        }

        return addresses.Length == 0
            ? (null, LookupFailure.Describe(target.Host, SocketError.NoData))
            : await RaceAsync(target, addresses, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<(Socket? Socket, Outcome Failure)> RaceAsync(Target target, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<(Socket? Socket, ConnectFailure Failure)>>();
        var failures = new List<ConnectFailure>();
        var next = new Queue<IPAddress>(addresses);
        do
        {
            if (next.TryDequeue(out IPAddress? address))
            {
                running.Add(ConnectAsync(new IPEndPoint(address, target.Port), race.Token));
            }

            Task<Task<(Socket? Socket, ConnectFailure Failure)>> first = Task.WhenAny(running);
            if (next.Count > 0 && !await EndsWithinAsync(first, Stagger, race.Token).ConfigureAwait(false))
            {
                continue;
            }

            Task<(Socket? Socket, ConnectFailure Failure)> ended = await first.ConfigureAwait(false);
            running.Remove(ended);
            (Socket? socket, ConnectFailure failure) = await ended.ConfigureAwait(false);
            if (socket is not null)
            {
                await race.CancelAsync().ConfigureAwait(false);
                await CloseAsync(running).ConfigureAwait(false);
                return (socket, default);
            }

            failures.Add(failure);
        }
        while (running.Count > 0 || next.Count > 0);

        return (null, ConnectFailure.Describe(target, failures));
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan duration, CancellationToken cancellationToken)
    {
        Task pause = Task.Delay(duration, TimeProvider.System, cancellationToken);
        return await Task.WhenAny(task, pause).ConfigureAwait(false) == task;
    }

    private static async Task<(Socket? Socket, ConnectFailure Failure)> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        SocketError error;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error == SocketError.Success && !endPoint.Equals(socket.LocalEndPoint))
            {
                return (socket, default);
            }

            // Both ends are the same: the kernel had picked the asked port as our own, so nobody listens there.
            error = error == SocketError.Success ? SocketError.ConnectionRefused : error;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
        }
        catch (OperationCanceledException)
        {
            error = SocketError.TimedOut;
        }

        socket?.Dispose();
        return (null, new ConnectFailure(endPoint.Address, error));
    }

    private static async Task CloseAsync(List<Task<(Socket? Socket, ConnectFailure Failure)>> losers)
    {
        foreach ((Socket? socket, _) in await Task.WhenAll(losers).ConfigureAwait(false))
        {
            socket?.Dispose();
        }
    }
}
