using HealthProbe.Cli.FastPath;
using HealthProbe.Transport;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>The connection that the fast path handed over: the request counts as sent, and the bytes received are read first.</summary>
/// <param name="connection">The connection, which this stream owns.</param>
/// <param name="sentBytes">How many bytes of the request were sent. The command makes the same request, so they are not sent again.</param>
/// <param name="received">The response as far as it was received.</param>
/// <param name="isBroken">Whether the connection broke after that.</param>
internal sealed class ResumedStream(Stream connection, int sentBytes, ReadOnlyMemory<byte> received, bool isBroken) : AsyncOnlyStream
{
    private int _sentBytes = sentBytes;
    private ReadOnlyMemory<byte> _received = received;

    /// <summary>The connection that the fast path kept for the command; null for none.</summary>
    public static unsafe ResumedStream? FromFastPath(PollLoop loop) => Handover.Descriptor == 0 ? null : new ResumedStream(
        new PollStream(loop, Handover.Descriptor),
        Handover.SentBytes,
        new ReadOnlySpan<byte>(Handover.Received, Handover.ReceivedBytes).ToArray(),
        Handover.IsBroken);

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

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        connection.Dispose();
        base.Dispose(disposing);
    }
}
