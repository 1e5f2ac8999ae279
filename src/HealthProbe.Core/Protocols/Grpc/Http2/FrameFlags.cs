namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>The flags of a frame (RFC 9113, section 6). The first means one of two things, as the type of the frame says.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    AckOrEndStream = 0x1,
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}
