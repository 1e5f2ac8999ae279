namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>
/// One combination of an HTTP peer and the options that concern it: its command line, and the verdict that follows from what the peer does.
/// </summary>
internal sealed record HttpCase(
    string Server, string Path, string Status, string Body, string Header, bool Follows, bool Inverts, string Trust, int Days, string Method, string Latency,
    string Repeat, string Second, string Output, string Variable)
{
    private static readonly string[][] Values =
    [
        ["http", "trusted", "wrong name", "untrusted"],
        ["up", "down", "not-found", "text", "moved", "moved-away", "moved-to-tls", "garbage", "half", "slow", "silent", "closes", "refused"],
        ["", "200", "503", "200-599", "HEALTHPROBE_STATUS"],
        ["", "--json status=UP", "--json status!=UP", "--json status", "--contains UP", "--contains DOWN"],
        ["", "X-Version", "X-Version=1"],
        ["no", "yes"],
        ["no", "yes"],
        ["", "-k", "--cacert", "HEALTHPROBE_INSECURE", "-k --cacert"],
        ["0", "1", "3650"],
        ["", "GET", "POST"],
        ["", "200ms", "30s"],
        ["", "-w 1200ms -i 100ms", "-w 1200ms -i 50ms --backoff --max-interval 200ms", "--successes 2 -i 20ms"],
        ["", "up", "refused", "any up", "any refused", "HEALTHPROBE_ANY up", "HEALTHPROBE_ANY refused"],
        ["-q", "-q -o json", "-q -o github"],
        ["", "HEALTHPROBE_INVERT=1", "HEALTHPROBE_TARGET=127.0.0.1:1", "HEALTHPROBE_TIMEOUT=1ms"],
    ];

    public static IReadOnlyList<HttpCase> All(int strength) => [.. CoveringArray.Create([.. Values.Select(values => values.Length)], strength).Select(row =>
    {
        string[] v = [.. row.Select((value, factor) => Values[factor][value])];
        return new HttpCase(
            v[0], v[1], v[2], v[3], v[4], v[5] == "yes", v[6] == "yes", v[7], int.Parse(v[8], null), v[9], v[10], v[11], v[12], v[13], v[14]);
    })];

    public CommandRun Run(HttpPeers peers, int openPort, int closedPort)
    {
        var arguments = new List<string> { peers.Url(Server, Path), "-t", "1s" };
        arguments.AddRange(Words(Body, Latency.Length > 0 ? $"--max-latency {Latency}" : "", Repeat, Output, Follows ? "-L" : "", Inverts ? "--invert" : ""));
        arguments.AddRange(Words(Header.Length > 0 ? $"--expect-header {Header}" : "", Method.Length > 0 ? $"-X {Method}" : "", Days > 0 ? $"--cert-days {Days}" : ""));
        arguments.AddRange(Words(Trust.Replace("--cacert", $"--cacert {peers.CaFile}", StringComparison.Ordinal)).Where(word => !IsVariable(word)));
        arguments.AddRange(Status.Length > 0 && !IsVariable(Status) ? ["--status", Status] : []);
        arguments.AddRange(Second.Length == 0 ? [] : [$"tcp://127.0.0.1:{(Second.EndsWith("up", StringComparison.Ordinal) ? openPort : closedPort)}"]);
        arguments.AddRange(Second.StartsWith("any", StringComparison.Ordinal) ? ["--any"] : []);
        var variables = new Dictionary<string, string>();
        foreach (string[] pair in Words(Status, Trust, Second, Variable).Where(IsVariable).Select(variable => variable.Split('=')))
        {
            variables[pair[0]] = pair.Length > 1 ? pair[1] : pair[0] == "HEALTHPROBE_STATUS" ? "503" : "true";
        }

        Verdict[] verdicts = Second.Length == 0 ? [Verdict()] : [Verdict(), SecondVerdict()];
        return new CommandRun(arguments, variables, IsUsageError, CommandRun.Expect(Second.Contains("any", StringComparison.OrdinalIgnoreCase), Inverts, verdicts));
    }

    private bool IsUsageError =>
        (Server == "http" && !Follows && (Days > 0 || Trust.Contains('-', StringComparison.Ordinal)))
        || Trust == "-k --cacert"
        || (Variable.StartsWith("HEALTHPROBE_INVERT", StringComparison.Ordinal) && !Inverts);

    // A tcp target is healthy by its connection alone.
    private Verdict SecondVerdict() => Second.EndsWith("refused", StringComparison.Ordinal) ? Pairwise.Verdict.Gone
        : Latency == "200ms" ? Pairwise.Verdict.MetUnlessSlow : Pairwise.Verdict.Met;

    private Verdict Verdict()
    {
        Verdict verdict = Evaluate(Server, Path);
        return verdict != Pairwise.Verdict.Met || Latency != "200ms" ? verdict
            : Path == "slow" ? Pairwise.Verdict.Unknown : Pairwise.Verdict.MetUnlessSlow;
    }

    private Verdict Evaluate(string server, string path)
    {
        if (path == "refused")
        {
            return Pairwise.Verdict.Gone;
        }

        if (server != "http" && (!IsTrusted(server) || Days > 30))
        {
            return Pairwise.Verdict.Unknown;
        }

        int status = path switch { "silent" or "garbage" => 0, "closes" => -1, "down" => 503, "not-found" => 404, "moved" or "moved-away" or "moved-to-tls" => 302, _ => 200 };
        bool isStatus = Status switch { "200" => status == 200, "503" or "HEALTHPROBE_STATUS" => status == 503, "200-599" => status >= 200, _ => status is >= 200 and <= 299 };

        // Behind TLS there is no other address to move to: the Location is empty, and so the same address again.
        return status == 0 ? Pairwise.Verdict.Unknown
            : status < 0 ? Pairwise.Verdict.Gone
            : status == 302 && Follows && !isStatus ? path switch
            {
                "moved" => Evaluate(server, "up"),
                "moved-away" => Pairwise.Verdict.Gone,
                _ => server == "http" ? Evaluate("trusted", "up") : Pairwise.Verdict.Gone,
            }
            : !isStatus || Header == "X-Version=1" ? Pairwise.Verdict.Gone
            : Body.Length > 0 && path == "half" ? Pairwise.Verdict.Unknown
            : IsBody(path) ? Pairwise.Verdict.Met : Pairwise.Verdict.Gone;
    }

    private bool IsTrusted(string server) => Trust is "-k" or "HEALTHPROBE_INSECURE" || (Trust == "--cacert" && server == "trusted");

    private bool IsBody(string path) => (Body, path) switch
    {
        ("", _) => true,
        ("--json status=UP" or "--contains UP", "up" or "slow") => true,
        ("--json status!=UP" or "--contains DOWN", "down") => true,
        ("--json status", "up" or "slow" or "down") => true,
        _ => false,
    };

    private static IEnumerable<string> Words(params string[] texts) => texts.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsVariable(string word) => word.StartsWith("HEALTHPROBE_", StringComparison.Ordinal);
}
