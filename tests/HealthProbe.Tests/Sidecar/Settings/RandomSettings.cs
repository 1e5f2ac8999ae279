using System.Globalization;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

/// <summary>Settings that a person might write, each as the texts of its values.</summary>
internal sealed class RandomSettings(int seed, string certificateFile, string tokenFile)
{
    private static readonly string[] Hosts = ["localhost", "0.0.0.0", "::", "::1", "127.0.0.2", "sidecar.internal"];
    private static readonly string[] Durations = ["500ms", "1s", "1.5s", "2m", "1m30s", "7", "24h"];
    private static readonly string[] Networks = ["10.0.0.0/8", "192.168.1.7", "fd00::/8", "::1", "0.0.0.0/0"];
    private static readonly string[] Targets = ["tcp://db:5432", "http://rec/health", "amqp://queue", "nats://bus:4223", "https://api.internal:8443/a?b=c", "grpc://rec:50052/pkg.Svc"];
    private static readonly string[] Options = [";critical=false", ";timeout=250ms", ";period=30s", ";failures=5", ";successes=2", ";critical=false;timeout=2s;period=1m"];

    private readonly Random _random = new(seed);

    /// <summary>Some of the settings, never two that contradict each other.</summary>
    public IReadOnlyList<(Setting Setting, string[] Texts)> Next()
    {
        bool hasGate = _random.Next(3) > 0;
        return [.. SettingsTable.All
            .Where(setting => setting.Name == "no-worker-gate" ? !hasGate : (hasGate || !setting.IsOfWorkerGate) && _random.Next(2) == 0)
            .Select(setting => (setting, Texts(setting.Name)))];
    }

    public int Below(int end) => _random.Next(end);

    private string[] Texts(string name) => name switch
    {
        "host" => [Pick(Hosts)],
        "statsd-host" => [Pick([.. Hosts, "unix:///run/statsd.sock"])],
        "port" or "statsd-port" => [Number(0, 59_999)],
        "management-url" => [$"http://127.0.0.1:{Number(60_001, 65_535)}"],
        "allow" => Some(Networks),
        "rate-limit" => [Number(0, 1_000_000)],
        "down-status" => [Pick(["500", "503"])],
        "details" => [Pick(["always", "never"])],
        "details-token-file" => [tokenFile],
        "statsd-gauge-signs" => [Pick(["delta", "absolute"])],
        "worker-gauges" => [string.Join('+', Some(["workers", "svc.busy", "svc.idle"]))],
        "min-workers" => [Number(1, 10_000)],
        "worker-ttl" or "application-timeout" => [Pick(Durations)],
        "worker-probe" => [Pick(["tcp://127.0.0.1:60000", "http://localhost:60000/ping"]) + Pick(["", ";period=5s", ";timeout=250ms"])],
        "no-worker-gate" or "application-insecure" => ["true"],
        "application-health-ready-url" => [Pick(["http://127.0.0.1:60000/ready", "https://app.internal/ready?deep=1"])],
        "application-cacert" => [certificateFile],
        "dependency" => [.. Some(["database", "queue", "search_index", "rec-2"]).Select(each => $"{each}={Pick(Targets)}{Pick(["", .. Options])}")],
        "log-format" => [Pick(["text", "json"])],
        "verbose" => [Number(1, 4)],
        "application-version" => [Pick(["2.4.1", "build 7 \"blue\""])],
        "drain" or "worker-confirm" => [Pick(["0", .. Durations])],
        _ => throw new InvalidOperationException($"{name} has no values to try"),
    };

    private string Number(int least, int most) => _random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private string[] Some(string[] from)
    {
        _random.Shuffle(from = [.. from]);
        return from[..(1 + _random.Next(from.Length))];
    }
}
