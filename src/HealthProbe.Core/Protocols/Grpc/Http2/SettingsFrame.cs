using System.Buffers.Binary;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>The rules of SETTINGS (RFC 9113, section 6.5). The request is within every setting that a server can choose.</summary>
internal static class SettingsFrame
{
    private const int EntrySize = 6;

    public static bool IsValid(Frame frame)
    {
        bool isAck = frame.Has(FrameFlags.AckOrEndStream);
        if (frame.Stream != 0 || frame.Payload.Length % EntrySize != 0 || (isAck && !frame.Payload.IsEmpty))
        {
            return false;
        }

        for (ReadOnlySpan<byte> rest = frame.Payload.Span; !rest.IsEmpty; rest = rest[EntrySize..])
        {
            if (!IsValid(BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt32BigEndian(rest[2..])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsValid(ushort name, uint value) => name switch
    {
        2 => value <= 1, // ENABLE_PUSH
        4 => value <= int.MaxValue, // INITIAL_WINDOW_SIZE
        5 => value is >= Frame.MaxPayloadBytes and < 1 << 24, // MAX_FRAME_SIZE
        _ => true,
    };
}
