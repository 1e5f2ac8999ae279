using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>The framework's socket.</summary>
internal sealed class AsyncListenSocket : ListenSocket
{
    private readonly Socket _socket;

    /// <exception cref="SocketException">The address cannot be bound to.</exception>
    public AsyncListenSocket(IPEndPoint endPoint)
    {
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                _socket.DualMode = true;
            }

            _socket.Bind(endPoint);
            SetReuseAddress(false);
            EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    public override IPEndPoint EndPoint { get; }

    public override void Listen(int backlog)
    {
        SetReuseAddress(true);
        _socket.Listen(backlog);
    }

    public override async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        var stream = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            accepted.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has reset the connection: the first read says so.
        }

        return stream;
    }

    public override void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It never listened, or this is a system where what listens cannot be shut down: closing has to do.
        }

        _socket.Dispose();
    }

    // The framework binds with SO_REUSEADDR.
    private void SetReuseAddress(bool isOn)
    {
        if (OperatingSystem.IsLinux())
        {
            const int LevelSocket = 1;
            const int ReuseAddress = 2;
            _socket.SetRawSocketOption(LevelSocket, ReuseAddress, BitConverter.GetBytes(isOn ? 1 : 0));
        }
    }
}
