using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>What a hostile server may do to each protocol, and what the probe may then say.</summary>
internal static class Cases
{
    /// <summary>The protocols of the integration tests; HTTP, whose answers are tested elsewhere there; and a text that is expected over TCP, where any other end is a wrong body.</summary>
    public static IReadOnlyList<Protocol> Protocols { get; } =
    [
        .. Peer.All.Select(peer => new Protocol(peer, [])),
        new(
            new Peer(
                "http",
                [.. "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8],
                [.. "HTTP/1.1 200 OK\r\n"u8],
                [.. "X-Endless: endless\r\n"u8],
                [.. "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"u8]),
            ["--contains", "ok"]),
        new(new Peer("tcp", [.. "220 ready\r\n"u8], [.. "220 "u8], [.. "endless "u8], new byte[1024 * 1024]), ["--expect", @"220 ready\r\n"]),
    ];

    /// <summary>The answers that mean healthy.</summary>
    public static IEnumerable<Case> Ready(Protocol protocol)
    {
        yield return Of(protocol, "the answer at once", [Case.Healthy], () => ScriptedServer.ThatClosesAfter(protocol.Peer.Answer));
        yield return new Case("it listens", "listen", [Case.Healthy], () => ScriptedServer.ThatClosesAfter(default));
        yield return Of(protocol, "the answer byte by byte", [Case.Healthy], () => ScriptedServer.ThatSendsByteByByte(protocol.Peer.Answer, TimeSpan.Zero));
    }

    /// <summary>What takes as long as the timeout.</summary>
    public static IEnumerable<Case> Slow(Protocol protocol)
    {
        yield return Of(protocol, "silence", ["timeout"], () => ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero));
        yield return Of(protocol, "a byte a second", ["timeout"], () => ScriptedServer.ThatSendsByteByByte(protocol.Peer.Answer, TimeSpan.FromSeconds(1)));
    }

    /// <summary>An answer that breaks off after each of its bytes but the last.</summary>
    public static IEnumerable<Case> Broken(Protocol protocol) => Enumerable.Range(0, protocol.Peer.Answer.Length).SelectMany(length => (Case[])
    [
        Of(protocol, $"closed after {length} bytes", protocol.BrokenReasons, () => ScriptedServer.ThatClosesAfter(protocol.Peer.Answer.AsMemory(0, length))),
        Of(protocol, $"reset after {length} bytes", protocol.BrokenReasons, () => ScriptedServer.ThatResetsAfter(protocol.Peer.Answer.AsMemory(0, length))),
    ]);

    /// <summary>A port that is closed, or nothing that listens.</summary>
    public static IEnumerable<Case> Refused(Protocol protocol) =>
    [
        Of(protocol, "refused", ["refused"], ScriptedServer.ThatRefuses),
        new Case("refused", "listen", ["missing"], ScriptedServer.ThatRefuses),
    ];

    /// <summary>What is not the protocol.</summary>
    public static IEnumerable<Case> Nonsense(Protocol protocol, int seed)
    {
        var random = new Random(seed);
        byte[] nonsense = new byte[random.Next(1, 4096)];
        random.NextBytes(nonsense);
        byte[] changed = [.. protocol.Peer.Answer];
        changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
        return
        [
            Of(protocol, "another protocol", protocol.WrongReasons, () => ScriptedServer.ThatClosesAfter(protocol.OtherProtocol)),
            Of(protocol, $"nonsense of seed {seed}", [.. protocol.WrongReasons, .. protocol.BrokenReasons], () => ScriptedServer.ThatClosesAfter(nonsense)),
            Of(protocol, $"one byte changed by seed {seed}", Anything, () => ScriptedServer.ThatClosesAfter(changed)),
        ];
    }

    /// <summary>What would fill the memory of whoever keeps it.</summary>
    public static IEnumerable<Case> Floods(Protocol protocol)
    {
        Peer peer = protocol.Peer;
        yield return Of(protocol, "an answer without end", protocol.WrongReasons, () => ScriptedServer.ThatNeverEnds(peer.Beginning, Much(peer.Repeated)));
        yield return Of(protocol, "more announced than comes", Failures, () => ScriptedServer.ThatClosesAfter(peer.Oversized));
        yield return Of(protocol, "more announced than anybody can hold", Failures, () => ScriptedServer.ThatNeverEnds(peer.Oversized, new byte[64 * 1024]));
        yield return Of(protocol, "zeros without end", Failures, () => ScriptedServer.ThatNeverEnds(default, new byte[64 * 1024]));
        yield return Of(protocol, "empty lines without end", Failures, () => ScriptedServer.ThatNeverEnds(default, Much("\r\n"u8.ToArray())));
        yield return Of(protocol, "a line without end", Failures, () => ScriptedServer.ThatNeverEnds(default, Much("x"u8.ToArray())));
        yield return Of(protocol, "the answer again and again", Anything, () => ScriptedServer.ThatNeverEnds(peer.Answer, Much(peer.Answer)));
    }

    private static string[] Failures { get; } = ["protocol", "closed", "timeout", "body", "not-ready"];

    private static string[] Anything { get; } = [Case.Healthy, "status", "missing", .. Failures];

    private static Case Of(Protocol protocol, string name, string[] reasons, Func<ScriptedServer> serve) => new(name, protocol.Peer.Scheme, reasons, serve, protocol.Options);

    private static byte[] Much(byte[] piece) => [.. Enumerable.Repeat(piece, 1 + (16 * 1024 / piece.Length)).SelectMany(each => each)];
}
