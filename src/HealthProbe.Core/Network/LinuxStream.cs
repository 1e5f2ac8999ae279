using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>A connection whose every call, the asynchronous ones included, ends on the calling thread and before the deadline. So a probe is written once, and runs without a thread pool.</summary>
internal sealed class LinuxStream(int descriptor, Deadline deadline) : Stream
{
    private bool _isClosed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">The deadline is over.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            int? count;
            while ((count = LinuxSocket.Receive(descriptor, buffer)) is null)
            {
                WaitFor(LinuxSocket.Readable);
            }

            ThrowIfOver();
            return count.Value;
        }
        catch (SocketException e)
        {
            throw new IOException(null, e);
        }
    }

    /// <exception cref="OperationCanceledException">The deadline is over.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                if (LinuxSocket.Send(descriptor, buffer) is int count)
                {
                    buffer = buffer[count..];
                    ThrowIfOver();
                }
                else
                {
                    WaitFor(LinuxSocket.Writable);
                }
            }
        }
        catch (SocketException e)
        {
            throw new IOException(null, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            LinuxSocket.Close(descriptor);
        }

        base.Dispose(disposing);
    }

    private void WaitFor(short events)
    {
        Span<PollDescriptor> wanted = [new() { Descriptor = descriptor, Events = events }];
        while (!LinuxSocket.Poll(wanted, deadline.Milliseconds))
        {
            ThrowIfOver();
        }
    }

    // A peer that always has one byte more must not keep the probe past its time.
    private void ThrowIfOver()
    {
        if (deadline.IsOver)
        {
            throw new OperationCanceledException();
        }
    }
}
