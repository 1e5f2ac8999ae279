using System.Buffers.Binary;
using HealthProbe.Network;

namespace HealthProbe.Http2;

/// <summary>One frame (RFC 9113, section 4.1).</summary>
internal readonly record struct Frame(FrameType Type, FrameFlags Flags, int Stream, ReadOnlyMemory<byte> Payload)
{
    public const int HeadSize = 9;

    /// <summary>The largest payload of a peer that was not told to send larger ones.</summary>
    public const int LargestPayload = 16384;

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;

    /// <summary>The payload of DATA or HEADERS without padding and priority.</summary>
    /// <exception cref="ProtocolException">The padding is longer than the frame.</exception>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            int start = (Has(FrameFlags.Padded) ? 1 : 0) + (Type == FrameType.Headers && Has(FrameFlags.Priority) ? 5 : 0);
            int padding = Has(FrameFlags.Padded) && !Payload.IsEmpty ? Payload.Span[0] : 0;
            return start + padding <= Payload.Length ? Payload[start..^padding] : throw new ProtocolException("an HTTP/2 frame with more padding than bytes");
        }
    }

    public void AppendTo(List<byte> bytes)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        BinaryPrimitives.WriteInt32BigEndian(head, (Payload.Length << 8) | (byte)Type);
        head[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(head[5..], Stream);
        bytes.AddRange(head);
        bytes.AddRange(Payload.Span);
    }
}
