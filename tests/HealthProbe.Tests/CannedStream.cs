namespace HealthProbe.Tests;

/// <summary>A connection whose other end says the same whatever it hears.</summary>
internal sealed class CannedStream(byte[] answer) : MemoryStream
{
    private readonly MemoryStream _answer = new(answer);

    /// <summary>What was sent.</summary>
    public byte[] Sent => ToArray();

    public override int Read(Span<byte> buffer) => _answer.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _answer.ReadAsync(buffer, cancellationToken);
}
