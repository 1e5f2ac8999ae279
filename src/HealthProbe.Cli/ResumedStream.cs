using HealthProbe.Cli.FastPath;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>The connection that the fast path handed over: the request counts as sent, and the bytes received are read first.</summary>
/// <param name="connection">The connection, which this stream owns.</param>
/// <param name="sentBytes">How many bytes of the request were sent. The command makes the same request, so they are not sent again.</param>
/// <param name="received">The response as far as it was received.</param>
/// <param name="isBroken">Whether the connection broke after that.</param>
internal sealed class ResumedStream(Stream connection, int sentBytes, ReadOnlyMemory<byte> received, bool isBroken) : Stream
{
    private int _sentBytes = sentBytes;
    private ReadOnlyMemory<byte> _received = received;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The connection that the fast path kept for the command; null for none.</summary>
    public static unsafe ResumedStream? FromFastPath(PollLoop loop) => Handover.Descriptor == 0 ? null : new ResumedStream(
        new PollStream(loop, Handover.Descriptor), Handover.SentBytes, new ReadOnlySpan<byte>(Handover.Received, Handover.ReceivedBytes).ToArray(), Handover.IsBroken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(buffer.Length, _received.Length);
        if (count == 0 && isBroken)
        {
            throw new IOException();
        }

        if (count == 0)
        {
            return connection.ReadAsync(buffer, cancellationToken);
        }

        _received[..count].CopyTo(buffer);
        _received = _received[count..];
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(buffer.Length, _sentBytes);
        _sentBytes -= count;
        return count == buffer.Length ? ValueTask.CompletedTask : connection.WriteAsync(buffer[count..], cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        connection.Dispose();
        base.Dispose(disposing);
    }
}
