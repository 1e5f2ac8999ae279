namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>The names of the error codes (RFC 9113, section 7).</summary>
internal static class Http2Error
{
    public const uint None = 0;
    public const uint RefusedStream = 7;
    public const uint Http11Required = 13;

    private static readonly string[] Names =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL",
        "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    public static string Name(uint code) => code < Names.Length ? Names[code] : $"error {code}";
}
