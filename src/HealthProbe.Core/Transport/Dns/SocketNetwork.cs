using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport.Dns;

/// <summary>Reaches name servers with the framework's sockets.</summary>
internal sealed class SocketNetwork : INameServerNetwork
{
    private SocketNetwork()
    {
    }

    public static SocketNetwork Instance { get; } = new();

    public DatagramSocket OpenDatagramSocket(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(server);
            return new ConnectedSocket(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ConnectedSocket(Socket socket) : DatagramSocket
    {
        public override async ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
            _ = await socket.SendAsync(datagram, SocketFlags.None, cancellationToken).ConfigureAwait(false);

        public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

        public override void Dispose() => socket.Dispose();
    }
}
