using HealthProbe.Network;

namespace HealthProbe.MySql;

/// <summary>Packets of the MySQL protocol: three bytes of length, a number that both ends count up, and a payload.</summary>
internal sealed class PacketStream(Stream stream)
{
    private const int HeadSize = 4;
    private const int LargestPayload = 4096;

    // A login takes two or three.
    private const int MostPackets = 16;

    private readonly ByteReader _reader = new(stream);
    private byte _next;

    /// <summary>Takes the payload of the next packet.</summary>
    /// <exception cref="ProtocolException">It is not the next packet, is too large, or there are too many.</exception>
    /// <exception cref="EndOfStreamException">The peer closed before the end of the packet.</exception>
    public async ValueTask<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadSize];
        await _reader.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        int length = head[0] | (head[1] << 8) | (head[2] << 16);
        if (length is 0 or > LargestPayload || head[3] != _next)
        {
            throw Unlike(head);
        }

        if (_next >= MostPackets)
        {
            throw new ProtocolException($"a login of more than {MostPackets} packets");
        }

        _next++;
        byte[] payload = new byte[length];
        await _reader.ReadExactlyAsync(payload, cancellationToken).ConfigureAwait(false);
        return payload;
    }

    /// <summary>Sends a payload of less than 256 bytes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        stream.WriteAsync((byte[])[checked((byte)payload.Length), 0, 0, _next++, .. payload.Span], cancellationToken);

    /// <summary>What to throw when the peer speaks another protocol: it says what was heard.</summary>
    public ProtocolException Unlike(ReadOnlySpan<byte> taken) => _reader.Unlike("MySQL", taken);
}
