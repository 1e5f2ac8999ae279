using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Connects asynchronously, so that many targets can be asked at the same time.</summary>
internal sealed class SocketDialer : Dialer
{
    private static readonly TimeSpan DescriptorPause = TimeSpan.FromMilliseconds(20);

    public static SocketDialer Instance { get; } = new();

    protected override async ValueTask<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken) =>
        await NameLookup.AskAsync(host, cancellationToken).ConfigureAwait(false);

    protected override async ValueTask<(Stream? Stream, Outcome Failure)> RaceAsync(string asked, EndPoint[] endPoints, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<(Socket? Socket, ConnectFailure? Failure)>>();
        var failures = new List<ConnectFailure>();
        var next = new Queue<EndPoint>(endPoints);
        while (running.Count > 0 || next.Count > 0)
        {
            if (next.TryDequeue(out EndPoint? endPoint))
            {
                running.Add(ConnectAsync(endPoint, race.Token));
            }

            Task<Task<(Socket? Socket, ConnectFailure? Failure)>> first = Task.WhenAny(running);
            if (next.Count > 0 && !await EndsWithinAsync(first, Stagger, race.Token).ConfigureAwait(false))
            {
                continue;
            }

            Task<(Socket? Socket, ConnectFailure? Failure)> ended = await first.ConfigureAwait(false);
            running.Remove(ended);
            (Socket? socket, ConnectFailure? failure) = await ended.ConfigureAwait(false);
            if (socket is not null)
            {
                await race.CancelAsync().ConfigureAwait(false);
                await CloseAsync(running).ConfigureAwait(false);
                return (new SocketStream(socket), default);
            }

            failures.Add(failure!);
        }

        return (null, ConnectFailure.Describe(asked, [.. failures.OrderBy(failure => Array.IndexOf(endPoints, failure.EndPoint))]));
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan duration, CancellationToken cancellationToken)
    {
        Task pause = Task.Delay(duration, TimeProvider.System, cancellationToken);
        return await Task.WhenAny(task, pause).ConfigureAwait(false) == task;
    }

    private static async Task<(Socket? Socket, ConnectFailure? Failure)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket? socket = null;
            SocketError error;
            try
            {
                ProtocolType protocol = endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp;
                socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
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

#pragma warning disable CA1508 // It is null when there was no descriptor for it.
            socket?.Dispose();
#pragma warning restore CA1508
            if (error != SocketError.TooManyOpenSockets || !await PausesAsync(cancellationToken).ConfigureAwait(false))
            {
                return (null, new ConnectFailure(endPoint, error));
            }
        }
    }

    // Among many targets, others are about to give their descriptors back.
    private static async Task<bool> PausesAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(DescriptorPause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private static async Task CloseAsync(List<Task<(Socket? Socket, ConnectFailure? Failure)>> losers)
    {
        foreach ((Socket? socket, _) in await Task.WhenAll(losers).ConfigureAwait(false))
        {
            socket?.Dispose();
        }
    }
}
