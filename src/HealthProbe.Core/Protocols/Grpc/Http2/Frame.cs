using System.Buffers.Binary;
using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>One frame (RFC 9113, section 4.1).</summary>
internal readonly record struct Frame(FrameType Type, FrameFlags Flags, int Stream, ReadOnlyMemory<byte> Payload)
{
    public const int HeadSize = 9;

    /// <summary>Limit for a payload, unless a peer allows larger ones.</summary>
    public const int MaxPayloadBytes = 16384;

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;

    /// <summary>The payload of DATA or HEADERS without padding and priority.</summary>
    /// <exception cref="ProtocolException">The padding is longer than the frame.</exception>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            int start = (Has(FrameFlags.Padded) ? 1 : 0) + (Type == FrameType.Headers && Has(FrameFlags.Priority) ? 5 : 0);
            int padding = Has(FrameFlags.Padded) && !Payload.IsEmpty ? Payload.Span[0] : 0;
            return start + padding <= Payload.Length
                ? Payload[start..^padding]
                : throw new ProtocolException("an HTTP/2 frame with more padding than bytes");
        }
    }

    /// <summary>Consumes a frame.</summary>
    /// <param name="received">What has arrived.</param>
    /// <param name="frame">The frame, whose payload is valid until the next read.</param>
    /// <returns>False while the frame is incomplete.</returns>
    /// <exception cref="ProtocolException">The frame is larger than was agreed.</exception>
    public static bool TryRead(ReceiveBuffer received, out Frame frame)
    {
        frame = default;
        ReadOnlyMemory<byte> bytes = received.Memory;
        if (bytes.Length < HeadSize)
        {
            return false;
        }

        ReadOnlySpan<byte> head = bytes.Span[..HeadSize];
        int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(head) >> 8);
        if (length > MaxPayloadBytes)
        {
            throw new ProtocolException($"an HTTP/2 frame of {length} bytes");
        }

        if (bytes.Length < HeadSize + length)
        {
            return false;
        }

        int stream = BinaryPrimitives.ReadInt32BigEndian(head[5..]) & int.MaxValue;
        frame = new Frame((FrameType)head[3], (FrameFlags)head[4], stream, bytes.Slice(HeadSize, length));
        received.Consume(HeadSize + length);
        return true;
    }

    /// <summary>Appends a payload in as many frames as it needs.</summary>
    /// <param name="bytes">Where the frames go.</param>
    /// <param name="types">The type of the first frame, and of those after it.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="last">The flag of the last frame.</param>
    public static void AppendAll(List<byte> bytes, (FrameType First, FrameType Next) types, ReadOnlyMemory<byte> payload, FrameFlags last)
    {
        int sent = 0;
        do
        {
            ReadOnlyMemory<byte> part = payload.Slice(sent, Math.Min(MaxPayloadBytes, payload.Length - sent));
            FrameType type = sent == 0 ? types.First : types.Next;
            sent += part.Length;
            bytes.AddRange(new Frame(type, sent == payload.Length ? last : FrameFlags.None, 1, part).ToBytes());
        }
        while (sent < payload.Length);
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeadSize + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (Payload.Length << 8) | (byte)Type);
        bytes[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes.AsMemory(HeadSize));
        return bytes;
    }
}
