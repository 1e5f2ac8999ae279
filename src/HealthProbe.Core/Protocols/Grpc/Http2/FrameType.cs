namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>The type of a frame (RFC 9113, section 6). A type that is not here is ignored, as section 4.1 requires.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}
