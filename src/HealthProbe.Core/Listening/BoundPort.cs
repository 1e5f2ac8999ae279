using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;

namespace HealthProbe.Listening;

/// <summary>One port on each of some addresses: held from the beginning, open from <see cref="Open"/> until it is disposed of. Held and not open, it refuses.</summary>
internal sealed class BoundPort : IDisposable
{
    // As many clients as may connect within one turn of a thread pool that is busy elsewhere. The kernel cuts it to net.core.somaxconn.
    private const int Backlog = 4096;

    // After an error of accept itself, which is nearly always a want of descriptors: the kernel goes on completing handshakes meanwhile.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;

    private BoundPort() => _closed = _closing.Token;

    public int Port { get; private set; }

    /// <summary>Takes the port on every address of a host; an address that this machine does not have is left out while there is another.</summary>
    /// <param name="addresses">At least one.</param>
    /// <param name="port">The port; 0 for any that is free on the first address.</param>
    /// <exception cref="IOException">Why not; nothing is left open.</exception>
    public static BoundPort Bind(IPAddress[] addresses, int port)
    {
        var bound = new BoundPort { Port = port };
        SocketException? absent = null;
        foreach (IPAddress address in addresses)
        {
            try
            {
                bound.Take(address);
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
        foreach (Socket socket in _sockets)
        {
            try
            {
                Share(socket, true);
                socket.Listen(Backlog);
            }
            catch (SocketException e)
            {
                throw Failure(((IPEndPoint)socket.LocalEndPoint!).Address, Port, e);
            }
        }

        foreach (Socket socket in _sockets)
        {
            // Not on this thread: while clients queue, accepting never pauses.
            transport.Start(() => AcceptAsync(socket, departures, transport, time));
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _sockets.ForEach(Close);
        _closing.Dispose();
    }

    // A process that is just being started by this one holds copies of all descriptors for a moment: closing ours alone would leave the port open so long.
    private static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It was only held, or this is a system where what listens cannot be shut down: closing has to do.
        }

        socket.Dispose();
    }

    private void Take(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, Port));
            Share(socket, false);
            Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            _sockets.Add(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    // The framework sets SO_REUSEADDR, so that connections which are still on their way out do not keep us from binding. On Linux that lets another process
    // bind, too, and listen, until we do: so it is off while the port is only held.
    private static void Share(Socket socket, bool isShared)
    {
        if (OperatingSystem.IsLinux())
        {
            const int LevelSocket = 1;
            const int ReuseAddress = 2;
            socket.SetRawSocketOption(LevelSocket, ReuseAddress, BitConverter.GetBytes(isShared ? 1 : 0));
        }
    }

    private async Task AcceptAsync(Socket listening, Departures departures, NetworkTransport transport, TimeProvider time)
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                departures.Begin(await transport.AcceptAsync(listening, _closed).ConfigureAwait(false));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // The client has gone since.
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
