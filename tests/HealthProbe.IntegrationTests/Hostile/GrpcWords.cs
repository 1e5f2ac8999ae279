namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What a gRPC server says, as HTTP/2 frames (RFC 9113 section 4.1).</summary>
internal static class GrpcWords
{
    public const int LargestPayload = 16_384;

    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    public static byte[] Greeting { get; } = Frame(4, 0, 0);

    /// <summary>Status 200, by its number in the static table.</summary>
    public static byte[] Head { get; } = Frame(1, EndHeaders, 1, 0x88);

    /// <summary>A head whose end does not come.</summary>
    public static byte[] OpenHead { get; } = Frame(1, 0, 1, 0x88);

    public static byte[] Continuation { get; } = Frame(9, 0, 1, new byte[LargestPayload]);

    public static byte[] Serving { get; } = Data(0, 0, 0, 0, 2, 8, 1);

    public static byte[] Trailers { get; } = Frame(1, EndHeaders | EndStream, 1, [0, .. "\x0bgrpc-status\x01"u8, (byte)'0']);

    public static byte[] AnsweredPing { get; } = Frame(6, 1, 0, new byte[8]);

    public static byte[] Data(params byte[] payload) => Frame(0, 0, 1, payload);

    private static byte[] Frame(byte type, byte flags, byte stream, params byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];
}
