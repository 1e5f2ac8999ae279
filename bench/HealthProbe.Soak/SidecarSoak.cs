using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>The sidecar for a long time, under load, with dependencies that fail and recover: no wrong answer, flat memory, no descriptor that stays.</summary>
internal sealed class SidecarSoak(string program, TimeSpan duration, int seed) : IAsyncDisposable
{
    private const string Dependable = ";period=200ms;timeout=300ms;failures=2;critical=";
    private const int MostGrowth = 2 * 1024;
    private const int MostStayingDescriptors = 3;

    // Two failures come within a second; a failure of n seconds makes the period no longer than n seconds, whatever the backoff.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Failing = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Sound = TimeSpan.FromSeconds(15);

    private readonly Random _random = new(seed);
    private readonly List<string> _wrong = [];
    private readonly List<int> _resident = [];
    private readonly SwitchedServer[] _dependencies =
    [
        new("web", "http", true, Http("200 OK", ""), Http("500 Internal Server Error", "no")),
        new("database", "postgres", true, Peer.Of("postgres").Answer, [.. "Etoo many clients\n\0"u8]),
        new("cache", "redis", false, Peer.Of("redis").Answer, [.. "-LOADING Redis is loading the dataset in memory\r\n"u8]),
        new("session", "memcached", false, Peer.Of("memcached").Answer, [.. "SERVER_ERROR out of memory\r\n"u8]),
        new("search", "grpc", false, Peer.Of("grpc").Answer, [.. GrpcWords.Greeting]),
    ];

    private readonly SwitchedServer _application = new("application", "http", true, Http("200 OK", "{}"), Http("500 Internal Server Error", "no"));

    private int _checks;

    public async Task<bool> RunAsync()
    {
        using SidecarProcess sidecar = await SidecarProcess.StartAsync(
            program,
            [
                "--worker-gauges", SidecarLoad.Gauge, "--drain", "0", "--application-health-ready-url", $"http://127.0.0.1:{_application.Port}/ready", "--application-timeout", "300ms",
                .. _dependencies.SelectMany(each => (string[])["--dependency", $"{each.Name}={each.Scheme}://127.0.0.1:{each.Port}{Dependable}{(each.IsCritical ? "true" : "false")}"]),
            ]);
        (_, _, _, int atRest) = sidecar.Use();
        var load = new SidecarLoad(sidecar.Port, sidecar.StatsdPort, seed);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecar.Port}"), Timeout = TimeSpan.FromSeconds(5) };
        using var end = new CancellationTokenSource(duration);
        Task loading = load.RunAsync(end.Token);
        Task watching = WatchAsync(sidecar, end.Token);
        while (!end.IsCancellationRequested)
        {
            load.Workers = _random.Next(4) == 0 ? 0 : _random.Next(1, 9);
            await TurnAsync(each => _random.Next(2) == 0 ? Behaviour.Ready : (Behaviour)_random.Next(1, 1 + (int)Behaviour.TalksNonsense));
            await CheckAsync(client, load, Settled, Failing);
            load.Workers = 1;
            await TurnAsync(_ => Behaviour.Ready);
            await CheckAsync(client, load, Recovered, Sound);
        }

        await loading;
        await watching;

        // Longer than a slow client is borne.
        await Task.Delay(TimeSpan.FromSeconds(8));
        client.Dispose();
        (_, _, _, int left) = sidecar.Use();
        int exitCode = await sidecar.TerminateAsync();
        _wrong.AddRange(load.Complaints);
        Require(exitCode == 0, $"it ended with exit code {exitCode}");
        Require(left <= atRest + MostStayingDescriptors, $"{left} descriptors are open at the end, and {atRest} were at the start");
        Require(_resident.Count < 4 || _resident[^1] <= _resident[_resident.Count / 2] + MostGrowth, "memory grows");
        foreach (string wrong in _wrong.Take(20))
        {
            Console.WriteLine(wrong);
        }

        Console.WriteLine(
            $"sidecar: {duration.TotalMinutes:0.#} min, seed {seed}: {_checks} answers checked, {load.Asked} more under load, {load.HostileClients} hostile clients, {load.Packets} packets, " +
            $"{sidecar.LinesLogged} lines logged, {atRest} descriptors at the start and {left} at the end, exit code {exitCode}, {_wrong.Count} wrong");
        return _wrong.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SwitchedServer each in _dependencies)
        {
            await each.DisposeAsync();
        }

        await _application.DisposeAsync();
    }

    private static byte[] Http(string status, string body) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private async Task TurnAsync(Func<SwitchedServer, Behaviour> choose)
    {
        foreach (SwitchedServer each in (SwitchedServer[])[.. _dependencies, _application])
        {
            await each.TurnAsync(choose(each));
        }
    }

    // Nothing can be said of an answer before the thresholds have passed; from then on every one is known.
    private async Task CheckAsync(HttpClient client, SidecarLoad load, TimeSpan from, TimeSpan to)
    {
        await Task.Delay(from);
        bool isLive = load.Workers > 0;
        bool isUp = isLive && _dependencies.All(each => each.IsReady || !each.IsCritical);
        string health = !isUp ? "DOWN" : _dependencies.All(each => each.IsReady) ? "UP" : "DEGRADED";
        for (TimeSpan spent = from; spent < to; spent += TimeSpan.FromMilliseconds(100))
        {
            await ExpectAsync(client, "/health/live", isLive ? 200 : 422);
            await ExpectAsync(client, "/livez", isLive ? 200 : 503);
            await ExpectAsync(client, "/health/ready", isUp && _application.IsReady ? 200 : 422);
            using JsonDocument document = JsonDocument.Parse(await ExpectAsync(client, "/health", isUp ? 200 : 500));
            string? said = document.RootElement.GetProperty("status").GetString();
            Require(said == health, $"/health says {said}, not {health}");
            foreach (SwitchedServer each in _dependencies)
            {
                string? status = document.RootElement.GetProperty("dependencies").GetProperty(each.Name).GetProperty("status").GetString();
                Require(status == "UP" == each.IsReady, $"/health says that {each.Name} is {status}, which is {each.Behaviour}");
            }

            await Task.Delay(100);
        }
    }

    private async Task<string> ExpectAsync(HttpClient client, string path, int status)
    {
        _checks++;
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            string body = await answer.Content.ReadAsStringAsync();
            Require((int)answer.StatusCode == status, $"{path} is {(int)answer.StatusCode}, not {status}: {body}; {string.Join(' ', _dependencies.Append(_application).Select(each => $"{each.Name}:{each.Behaviour}"))}");
            return body;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Require(false, $"{path}: {e.Message}");
            return """{"status":"","dependencies":{}}""";
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss} {otherwise}"));
        }
    }

    private async Task WatchAsync(SidecarProcess sidecar, CancellationToken stop)
    {
        try
        {
            for (int minute = 0; ; minute++)
            {
                (int resident, int anonymous, int threads, int descriptors) = sidecar.Use();
                _resident.Add(resident);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"minute {minute}: {resident / 1024.0:0.0} MB resident, {anonymous / 1024.0:0.0} MB of it anonymous, {threads} threads, {descriptors} descriptors, {_wrong.Count} wrong"));
                await Task.Delay(TimeSpan.FromMinutes(1), stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
