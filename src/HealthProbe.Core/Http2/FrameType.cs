namespace HealthProbe.Http2;

/// <summary>What a frame is (RFC 9113, section 6). A type that is not here is passed over, as section 4.1 asks.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    Continuation = 9,
}
