using System.Net.Sockets;

namespace HealthProbe.Transport.Linux;

/// <summary>
/// A connection on a <see cref="PollLoop"/>. Its reads and writes are asynchronous only, and continue on the loop's thread.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="descriptor">A connected socket, which the stream owns.</param>
internal sealed class PollStream(PollLoop loop, int descriptor) : AsyncOnlyStream
{
    private bool _isClosed;

    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Receive(buffer.Span) is int count)
            {
                return count;
            }

            await loop.WaitAsync(descriptor, LinuxSocket.Readable, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Send(buffer.Span) is int count)
            {
                buffer = buffer[count..];
            }
            else
            {
                await loop.WaitAsync(descriptor, LinuxSocket.Writable, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            loop.Forget(descriptor);
            LinuxSocket.Close(descriptor);
        }

        base.Dispose(disposing);
    }

    private int? Receive(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            return loop.HasDueTimer ? null : LinuxSocket.Receive(descriptor, buffer);
        }
        catch (SocketException e)
        {
            throw new IOException(null, e);
        }
    }

    private int? Send(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            return loop.HasDueTimer ? null : LinuxSocket.Send(descriptor, bytes);
        }
        catch (SocketException e)
        {
            throw new IOException(null, e);
        }
    }
}
