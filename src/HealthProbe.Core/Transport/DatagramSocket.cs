namespace HealthProbe.Transport;

/// <summary>A datagram socket that is connected to one peer: it sends to that peer, and receives from nobody else.</summary>
internal abstract class DatagramSocket : IDisposable
{
    /// <exception cref="System.Net.Sockets.SocketException">The network rejected this datagram or an earlier one.</exception>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken);

    /// <summary>Receives one datagram.</summary>
    /// <returns>Its length.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The network rejected a datagram that was sent.</exception>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    public abstract void Dispose();
}
