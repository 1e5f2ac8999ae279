namespace HealthProbe.Transport.Linux;

/// <summary>A datagram socket on a <see cref="PollLoop"/>.</summary>
/// <param name="loop">The loop.</param>
/// <param name="descriptor">A connected socket, which this object owns.</param>
internal sealed class PollDatagramSocket(PollLoop loop, int descriptor) : DatagramSocket
{
    private bool _isClosed;

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        while (LinuxSocket.Send(descriptor, datagram.Span) is null)
        {
            await loop.WaitAsync(descriptor, LinuxSocket.Writable, cancellationToken).ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(_isClosed, this);
        }
    }

    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            // At least one turn of the loop for each datagram, so that timers are noticed.
            await loop.WaitAsync(descriptor, LinuxSocket.Readable, cancellationToken).ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (LinuxSocket.Receive(descriptor, buffer.Span) is int length)
            {
                return length;
            }
        }
    }

    public override void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            loop.Forget(descriptor);
            LinuxSocket.Close(descriptor);
        }
    }
}
