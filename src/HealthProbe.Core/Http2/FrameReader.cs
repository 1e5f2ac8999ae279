using System.Buffers.Binary;
using HealthProbe.Network;

namespace HealthProbe.Http2;

/// <summary>Reads frames: none larger than was agreed, and not without end.</summary>
internal sealed class FrameReader(ByteReader reader)
{
    // A health check is answered by about six. What is more is a peer that never comes to its answer.
    private const int MostFrames = 1000;

    private readonly byte[] _payload = new byte[Frame.LargestPayload];
    private int _count;

    /// <summary>Takes the next frame, whose payload is valid until the next read.</summary>
    /// <exception cref="ProtocolException">It is too large, there are too many, or this is not HTTP/2.</exception>
    /// <exception cref="EndOfStreamException">The peer closed.</exception>
    public async ValueTask<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[Frame.HeadSize];
        int received = await reader.ReadAtMostAsync(head, cancellationToken).ConfigureAwait(false);
        bool isFirst = _count++ == 0;
        if (isFirst && !IsBeginning(head.AsSpan(0, received)))
        {
            throw reader.Unlike("HTTP/2", head.AsSpan(0, received));
        }

        if (received < head.Length)
        {
            throw new EndOfStreamException();
        }

        uint lengthAndType = BinaryPrimitives.ReadUInt32BigEndian(head);
        int length = (int)(lengthAndType >> 8);
        if (length > Frame.LargestPayload || _count > MostFrames)
        {
            throw new ProtocolException(length > Frame.LargestPayload ? $"an HTTP/2 frame of {length} bytes" : $"more than {MostFrames} HTTP/2 frames");
        }

        Memory<byte> payload = _payload.AsMemory(0, length);
        return await reader.ReadAtMostAsync(payload, cancellationToken).ConfigureAwait(false) == length
            ? new Frame((FrameType)head[3], (FrameFlags)head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue, payload)
            : throw new EndOfStreamException();
    }

    // The first frame is SETTINGS (section 3.4): so whatever else answers on that port is known by its first bytes.
    private static bool IsBeginning(ReadOnlySpan<byte> head) => head.Length < Frame.HeadSize
        ? head.IsEmpty || head[0] == 0
        : head[0] == 0 && head[3] == (byte)FrameType.Settings && head[5..].IndexOfAnyExcept((byte)0) < 0;
}
