using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>One combination of a protocol, what its server does, and the options that concern every target.</summary>
internal sealed record ProtocolCase(string Scheme, string Behavior, bool Inverts, string Latency, string Repeat, string Second, string Output, string Option)
{
    private static readonly string[][] Values =
    [
        ["tcp", "tcp --expect", "amqp", "grpc", "memcached", "mqtt", "mysql", "nats", "postgres", "redis", "smtp"],
        ["healthy", "refuses itself", "other protocol", "silent", "closes", "refused"],
        ["no", "yes"],
        ["", "200ms", "30s"],
        ["", "-w 1200ms -i 100ms", "-w 1200ms -i 50ms --backoff --max-interval 200ms", "--successes 2 -i 20ms"],
        ["", "up", "refused", "any up", "any refused", "HEALTHPROBE_ANY up", "HEALTHPROBE_ANY refused"],
        ["-q", "-q -o json", "-q -o github"],
        ["", "--status 200", "HEALTHPROBE_STATUS=503", "-k", "HEALTHPROBE_INSECURE=true", "--json a=b", "HEALTHPROBE_INVERT=false", "--max-age 1s", "--max-interval 10ms"],
    ];

    private static readonly Dictionary<string, byte[]> Refusals = new()
    {
        ["tcp --expect"] = [.. "-ERR no\r\n"u8],
        ["amqp"] = [1, 0, 0, 0, 0, 0, 8, 0, 10, 0, 50, (byte)'f', (byte)'u', (byte)'l', (byte)'l', 0xCE],
        ["grpc"] = [.. GrpcWords.Greeting, .. GrpcWords.Head, .. GrpcWords.Data(0, 0, 0, 0, 2, 8, 2), .. GrpcWords.Trailers],
        ["memcached"] = [.. "SERVER_ERROR out of memory\r\n"u8],
        ["mqtt"] = [0x20, 2, 0, 3],
        ["mysql"] = MySqlWords.Error(0, 1040, "Too many connections"),
        ["nats"] = [.. "-ERR 'maximum connections exceeded'\r\n"u8],
        ["postgres"] = [.. "E\0\0\0\x13SF\0C57P03\0Mno\0\0"u8],
        ["redis"] = [.. "-LOADING Redis is loading the dataset in memory\r\n"u8],
        ["smtp"] = [.. "554 no service for you\r\n"u8],
    };

    public static IReadOnlyList<ProtocolCase> All(int strength) => [.. CoveringArray.Create([.. Values.Select(values => values.Length)], strength).Select(row =>
    {
        string[] v = [.. row.Select((value, factor) => Values[factor][value])];
        return new ProtocolCase(v[0], v[1], v[2] == "yes", v[3], v[4], v[5], v[6], v[7]);
    })];

    /// <summary>A server for each protocol and behavior.</summary>
    public static Dictionary<(string Scheme, string Behavior), Hostile.ScriptedServer> Serve() => Values[0]
        .SelectMany(_ => Values[1][..^1], (scheme, behavior) => (Scheme: scheme, Behavior: behavior))
        .ToDictionary(pair => pair, pair => Server(pair.Scheme, pair.Behavior));

    public CommandRun Run(IReadOnlyDictionary<(string Scheme, string Behavior), Hostile.ScriptedServer> servers, int openPort, int closedPort)
    {
        int port = Behavior == "refused" ? closedPort : servers[(Scheme, Behavior)].Port;
        string text = $"{Scheme.Split(' ')[0]}://127.0.0.1:{port} -t 1s {Repeat} {Output}{(Inverts ? " --invert" : "")}{(Latency.Length > 0 ? $" --max-latency {Latency}" : "")}"
            + (Scheme == "tcp --expect" ? " --expect +PONG" : "")
            + (Second.Length > 0 ? $" tcp://127.0.0.1:{(Second.EndsWith("up", StringComparison.Ordinal) ? openPort : closedPort)}" : "")
            + (Second.StartsWith("any", StringComparison.Ordinal) ? " --any" : "")
            + (Option.StartsWith('-') ? $" {Option}" : "");
        Dictionary<string, string> variables = new[] { Option, Second.StartsWith("HEALTHPROBE_ANY", StringComparison.Ordinal) ? "HEALTHPROBE_ANY=true" : "" }
            .Where(word => word.StartsWith("HEALTHPROBE_", StringComparison.Ordinal)).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Verdict second = Second.EndsWith("refused", StringComparison.Ordinal) ? Pairwise.Verdict.Gone : Timed(Pairwise.Verdict.Met);
        Verdict[] verdicts = Second.Length == 0 ? [Timed(Verdict)] : [Timed(Verdict), second];
        bool isUsageError = Option.StartsWith('-') || (Option.StartsWith("HEALTHPROBE_INVERT", StringComparison.Ordinal) && !Inverts);
        return new CommandRun(
            text.Split(' ', StringSplitOptions.RemoveEmptyEntries), variables, isUsageError,
            CommandRun.Expect(Second.Contains("any", StringComparison.OrdinalIgnoreCase), Inverts, verdicts));
    }

    private Verdict Verdict => Behavior switch
    {
        "refused" => Pairwise.Verdict.Gone,
        _ when Scheme == "tcp" => Pairwise.Verdict.Met,
        "healthy" => Pairwise.Verdict.Met,
        "refuses itself" or "closes" => Pairwise.Verdict.Gone,
        "other protocol" when Scheme == "tcp --expect" => Pairwise.Verdict.Gone,
        _ => Pairwise.Verdict.Unknown,
    };

    private Verdict Timed(Verdict verdict) => verdict == Pairwise.Verdict.Met && Latency == "200ms" ? Pairwise.Verdict.MetUnlessSlow : verdict;

    private static Hostile.ScriptedServer Server(string scheme, string behavior) => behavior switch
    {
        "silent" => Hostile.ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero),
        "closes" => Hostile.ScriptedServer.ThatClosesAfter(default),
        "other protocol" => Hostile.ScriptedServer.ThatClosesAfter("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()),
        "refuses itself" => Hostile.ScriptedServer.ThatClosesAfter(Refusals.GetValueOrDefault(scheme, [])),
        _ => Hostile.ScriptedServer.ThatClosesAfter(scheme.StartsWith("tcp", StringComparison.Ordinal) ? "+PONG\r\n"u8.ToArray() : Peer.Of(scheme).Answer),
    };
}
