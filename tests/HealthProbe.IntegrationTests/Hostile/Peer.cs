namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What the server of one protocol says, as far as a hostile one needs to know.</summary>
/// <param name="Scheme">The scheme of its targets.</param>
/// <param name="Answer">The shortest answer that means healthy: without its last byte it is not one.</param>
/// <param name="Beginning">A part of an answer.</param>
/// <param name="Repeated">What can be sent for ever after it without coming to its end.</param>
/// <param name="Oversized">The beginning of an answer that announces more than anybody can hold.</param>
internal sealed record Peer(string Scheme, byte[] Answer, byte[] Beginning, byte[] Repeated, byte[] Oversized)
{
    private static readonly byte[] MySqlGreeting = MySqlWords.Greeting("8.0.36", "caching_sha2_password");

    public static IReadOnlyList<Peer> All { get; } =
    [
        new(
            "amqp",
            [1, 0, 0, 0, 0, 0, 18, 0, 10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xCE],
            [1, 0, 0, 0, 0, 255, 255],
            [.. "endless "u8],
            [1, 0, 0, 255, 255, 255, 255, 0, 10, 0, 10]),
        new(
            "grpc",
            [.. GrpcWords.Greeting, .. GrpcWords.Head, .. GrpcWords.Serving, .. GrpcWords.Trailers],
            GrpcWords.Greeting,
            GrpcWords.AnsweredPing,
            [.. GrpcWords.Greeting, .. GrpcWords.Head, .. GrpcWords.Data(0, 255, 255, 255, 255, 8, 1)]),
        new("memcached", [.. "VERSION 1.6.18\r\n"u8], [.. "VERSION "u8], [.. "endless "u8], [.. "VERSION "u8, .. new byte[64 * 1024]]),
        new("mqtt", [0x20, 2, 0, 5], [0x20], [.. "endless "u8], [0x20, 255, 255, 255, 127, 0]),
        new(
            "mysql",
            [.. MySqlGreeting, .. MySqlWords.Error(2, 1045, "#28000Access denied")],
            MySqlGreeting,
            MySqlWords.Packet(2, 1),
            [255, 255, 255, 0, 10]),
        new(
            "nats",
            [.. "INFO {\"version\":\"2.9.10\",\"tls_required\":true}\r\n"u8],
            [.. "INFO {"u8],
            [.. "endless "u8],
            [.. "INFO "u8, .. Enumerable.Repeat((byte)'[', 64 * 1024)]),
        new(
            "postgres",
            [(byte)'R', 0, 0, 0, 23, 0, 0, 0, 10, .. "SCRAM-SHA-256\0\0"u8],
            [(byte)'R', 0, 0, 0, 8, 0, 0, 0, 0],
            [(byte)'S', 0, 0, 0, 8, (byte)'a', 0, (byte)'b', 0],
            [(byte)'R', 127, 255, 255, 255, 0, 0, 0, 10]),
        new("redis", [.. "+PONG\r\n"u8], [.. "-ERR "u8], [.. "endless "u8], [.. "$999999999999\r\nPONG"u8]),
        new("smtp", [.. "220-mail.example.com\r\n220 ready\r\n"u8], [.. "220-"u8], [.. "endless\r\n220-"u8], [.. "220 "u8, .. new byte[64 * 1024]]),
    ];

    public static Peer Of(string scheme) => All.Single(peer => peer.Scheme == scheme);
}
