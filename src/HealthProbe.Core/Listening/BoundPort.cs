using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;

namespace HealthProbe.Listening;

/// <summary>
/// One port on each of some addresses: held from the beginning, open from <see cref="Open"/> until it is disposed of. Held and not open, it
/// refuses.
/// </summary>
internal sealed class BoundPort : IDisposable
{
    // As many clients as may connect within one turn of a thread pool that is busy elsewhere. The kernel cuts it to net.core.somaxconn.
    private const int Backlog = 4096;

    // After an error of accept itself, which is nearly always a want of descriptors: the kernel goes on completing handshakes meanwhile.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<ListenSocket> _sockets = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;

    private BoundPort() => _closed = _closing.Token;

    public int Port { get; private set; }

    /// <summary>
    /// Takes the port on every address of a host; an address that this machine does not have is left out while there is another.
    /// </summary>
    /// <param name="addresses">At least one.</param>
    /// <param name="port">The port; 0 for any that is free on the first address.</param>
    /// <param name="transport">Binds.</param>
    /// <exception cref="IOException">Why not; nothing is left open.</exception>
    public static BoundPort Bind(IPAddress[] addresses, int port, NetworkTransport transport)
    {
        var bound = new BoundPort { Port = port };
        SocketException? absent = null;
        foreach (IPAddress address in addresses)
        {
            try
            {
                bound.Add(transport.Bind(new IPEndPoint(address, bound.Port)));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                absent = e;
            }
            catch (SocketException e)
            {
                bound.Dispose();
                throw Failure(address, bound.Port, e);
            }
        }

        return bound._sockets.Count > 0 ? bound : throw Failure(addresses[0], port, absent!);
    }

    /// <summary>Listens, and accepts until disposed of.</summary>
    /// <exception cref="IOException">Somebody else listens there.</exception>
    public void Open(Departures departures, NetworkTransport transport, TimeProvider time)
    {
        foreach (ListenSocket socket in _sockets)
        {
            try
            {
                socket.Listen(Backlog);
            }
            catch (SocketException e)
            {
                throw Failure(socket.EndPoint.Address, Port, e);
            }
        }

        foreach (ListenSocket socket in _sockets)
        {
            // Not on this thread: while clients queue, accepting never pauses.
            transport.Start(() => AcceptAsync(socket, departures, time));
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _sockets.ForEach(socket => socket.Dispose());
        _closing.Dispose();
    }

    private void Add(ListenSocket socket)
    {
        Port = socket.EndPoint.Port;
        _sockets.Add(socket);
    }

    private async Task AcceptAsync(ListenSocket socket, Departures departures, TimeProvider time)
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                departures.Begin(await socket.AcceptAsync(_closed).ConfigureAwait(false));
            }
            catch (Exception e) when (e is SocketException or IOException && !_closed.IsCancellationRequested)
            {
                // IOException: without a descriptor the runtime cannot load an assembly either, and what is used first now may need one.
                await Task.Delay(Pause, time, _closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static IOException Failure(IPAddress address, int port, SocketException e)
    {
        string why = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use",
            SocketError.AddressNotAvailable => "this machine does not have that address",
            SocketError.AddressFamilyNotSupported => "this machine has no such kind of address",
            SocketError.AccessDenied => "not permitted (ports below 1024 may need a privilege)",
            SocketError.TooManyOpenSockets => "too many open files",
            _ => e.SocketErrorCode.ToString(),
        };
        return new IOException($"cannot listen on {ListenAddresses.Written(address.ToString(), port)}: {why}", e);
    }
}
