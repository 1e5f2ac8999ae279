using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>One UDP port on each address of a host.</summary>
internal static class UdpSockets
{
    // 8 MB with what the kernel adds: a tenth of a second of 100,000 small packets a second.
    private const int ReceiveBuffer = 4 * 1024 * 1024;

    private const int LevelSocket = 1;
    private const int ReceiveBufferBeyondTheLimit = 33;
    private const int MostAttempts = 50;

    /// <summary>
    /// Takes the port, 0 for any that is free on all of them; an address that this machine does not have is left out while there is
    /// another.
    /// </summary>
    /// <exception cref="StartException">Why not; nothing is left open.</exception>
    public static IReadOnlyList<Socket> Open(string host, int port)
    {
        IPAddress[] addresses = AddressesOf(host, port);
        IReadOnlyList<Socket>? sockets = null;
        for (int attempt = 1; sockets is null; attempt++)
        {
            sockets = Bind(addresses, port, mayFail: port == 0 && attempt < MostAttempts);
        }

        return sockets;
    }

    private static IPAddress[] AddressesOf(string host, int port)
    {
        try
        {
            return ListenAddresses.Of(host, port, SidecarTransport.Instance, TimeProvider.System);
        }
        catch (IOException)
        {
            throw new StartException($"statsd {ListenAddresses.Written(host, port)}: the name could not be looked up: write an address as --statsd-host");
        }
    }

    // Null when the port that the first address got is somebody else's on another, and that may be.
    private static List<Socket>? Bind(IPAddress[] addresses, int port, bool mayFail)
    {
        var sockets = new List<Socket>();
        StartException? failure = null;
        foreach (IPAddress address in addresses)
        {
            int asked = sockets.Count > 0 ? ((IPEndPoint)sockets[0].LocalEndPoint!).Port : port;
            try
            {
                sockets.Add(Bind(address, asked));
            }
            catch (SocketException e)
            {
                failure = Failure(address, asked, e.SocketErrorCode);
                if (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
                {
                    continue;
                }

                bool isTaken = e.SocketErrorCode == SocketError.AddressAlreadyInUse;
                sockets.ForEach(socket => socket.Dispose());
                return isTaken && mayFail ? null : throw failure;
            }
        }

        return sockets.Count > 0 ? sockets : throw failure!;
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            Widen(socket);
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    // Beyond net.core.rmem_max where this process may, which needs CAP_NET_ADMIN; otherwise the kernel gives what it has, and says nothing.
    private static void Widen(Socket socket)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(LevelSocket, ReceiveBufferBeyondTheLimit, BitConverter.GetBytes(ReceiveBuffer));
                return;
            }
        }
        catch (SocketException)
        {
            // Not privileged, as nearly always.
        }

        socket.ReceiveBufferSize = ReceiveBuffer;
    }

    private static StartException Failure(IPAddress address, int port, SocketError error)
    {
        string why = error switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use: stop what listens there or write --statsd-port",
            SocketError.AddressNotAvailable => "this machine does not have that address: write another --statsd-host",
            SocketError.AddressFamilyNotSupported => "this machine has no such kind of address: write another --statsd-host",
            SocketError.AccessDenied => "not permitted, as ports below 1024 may need a privilege: write another --statsd-port",
            SocketError.TooManyOpenSockets => "too many open files: raise the limit (ulimit -n)",
            _ => $"it cannot be listened on ({error}): write another --statsd-host",
        };
        return new StartException($"statsd {ListenAddresses.Written(address.ToString(), port)}: {why}");
    }
}
