using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>A datagram socket of the framework.</summary>
internal sealed class AsyncDatagramSocket(Socket socket) : DatagramSocket
{
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
        _ = await socket.SendAsync(datagram, SocketFlags.None, cancellationToken).ConfigureAwait(false);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    public override void Dispose() => socket.Dispose();
}
