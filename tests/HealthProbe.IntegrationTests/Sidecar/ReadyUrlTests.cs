using System.Text;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class ReadyUrlTests
{
    private const int Limit = 60_000;
    private const string Description = "The application is not ready.";
    private const string NotReady = $$"""{"code":"ServiceNotReady","description":"{{Description}}"}""";

    [Theory(Timeout = Limit)]
    [InlineData("application/json", """{"status":"ok","checks":[1,2.50]}""")]
    [InlineData("Application/JSON; charset=utf-8", """{"grüße":"😀"}""")]
    [InlineData("application/health+json", """{"status":"pass"}""")]
    [InlineData("application/vnd.spring-boot.actuator.v3+json", """{"status":"UP"}""")]
    public async Task Passes_on_the_JSON_of_an_application_that_is_ready(string contentType, string json)
    {
        await using var application = new ScriptedServer(ScriptedServer.Answers(Response(200, contentType, json)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((200, json));
        (await sidecar.GetAsync("/readyz")).Status.Should().Be(200);
        (await sidecar.GetAsync("/health/startup")).Status.Should().Be(200);
    }

    [Theory(Timeout = Limit)]
    [InlineData("text/html", "ok")]
    [InlineData("text/plain; charset=utf-7", "ok")]
    [InlineData("application/json", "nonsense")]
    [InlineData("application/json", "")]
    [InlineData("application/json;charset=nonsense", "[]")]
    public async Task Any_200_is_ready(string contentType, string body)
    {
        await using var application = new ScriptedServer(ScriptedServer.Answers(Response(200, contentType, body)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((200, "{}"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(500, "application/json", """{"db":["down"]}""", "\"fields\":{\"db\":[\"down\"]}")]
    [InlineData(503, "application/health+json; charset=utf-8", "[1]", "\"fields\":[1]")]
    [InlineData(204, "application/json", "", null)]
    [InlineData(500, "text/plain", "database \"shop\" is gone", "\"non_field_errors\":[\"database \\\"shop\\\" is gone\"]")]
    [InlineData(500, "application/json", "{half", "\"non_field_errors\":[\"{half\"]")]
    [InlineData(500, "text/plain; charset=utf-7", "+AGEAYg-", null)]
    [InlineData(302, "text/plain", "", null)]
    public async Task Says_what_the_application_said_when_it_is_not_ready(int status, string contentType, string body, string? expected)
    {
        await using var application = new ScriptedServer(ScriptedServer.Answers(Response(status, contentType, body)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (int answered, string answer) = await sidecar.GetAsync("/health/ready");

        answered.Should().Be(422);
        answer.Should().Be(expected is null ? NotReady : $"{NotReady[..^1]},{expected}}}");
        (await sidecar.GetAsync("/readyz")).Should().Be((503, """{"status":"DOWN","message":"the application is not ready"}"""));
    }

    [Theory(Timeout = Limit)]
    [InlineData("/elsewhere", 200, "{\"a\":1}")]
    [InlineData("http://127.0.0.1:{port}/elsewhere", 200, "{\"a\":1}")]
    [InlineData("http://127.0.0.2:{port}/elsewhere", 422, NotReady)]
    [InlineData("/ready", 422, NotReady)]
    public async Task Follows_a_redirect_on_the_same_host_only(string location, int status, string body)
    {
        var requests = new List<string>();
        int port = 0;
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            byte[] request = new byte[4096];
            int length = await stream.ReadAsync(request, stop);
            string head = Encoding.ASCII.GetString(request, 0, length);
            lock (requests)
            {
                requests.Add(head);
            }

            byte[] response = head.StartsWith("GET /elsewhere ", StringComparison.Ordinal)
                ? Response(200, "application/json", "{\"a\":1}")
                : Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {location.Replace("{port}", $"{port}", StringComparison.Ordinal)}\r\nContent-Length: 0\r\n\r\n");
            await stream.WriteAsync(response, stop);
        });
        port = application.Port;
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((status, body));

        requests.Should().OnlyContain(request => request.Contains("\r\nAccept: application/json, */*\r\n") && request.Contains("\r\nAccept-Encoding: identity\r\n"));
    }

    [Fact(Timeout = Limit)]
    public async Task An_application_that_is_not_ready_is_visible_in_health_log_and_metrics()
    {
        int status = 200;
        await using var application = new ScriptedServer(ScriptedServer.AnswersStatus(() => Volatile.Read(ref status)));
        string url = $"http://127.0.0.1:{application.Port}/ready";
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(Settings(url) with { ShowsDetails = true });
        await sidecar.UntilAsync("/health/ready", 200);
        await sidecar.UntilAsync("/health", 200);
        (await sidecar.GetAsync("/metrics")).Body.Should().Contain("healthprobe_live 1\n").And.Contain("healthprobe_ready 1\n").And.Contain("healthprobe_dependency_up{dependency=\"application\"} 1\n");

        Volatile.Write(ref status, 503);

        // Nobody asks for readiness: the sidecar asks by itself.
        string health = await sidecar.UntilAsync("/health", 500);
        health.Should().Contain("\"message\":\"the application is not ready: status 503\"").And.Contain("\"application\":{\"status\":\"DOWN\",\"message\":\"unexpected status\",").And.Contain("\"critical\":true");
        (await sidecar.GetAsync("/metrics")).Body.Should().Contain("application_health_status 0\n").And.Contain("healthprobe_live 1\n").And.Contain("healthprobe_ready 0\n").And.Contain("healthprobe_dependency_up{dependency=\"application\"} 0\n");
        Volatile.Write(ref status, 200);
        await sidecar.UntilAsync("/health/ready", 200);
        await sidecar.UntilLogAsync("health is UP", 2);
        string[] events = [.. sidecar.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => System.Text.RegularExpressions.Regex.Replace(line[33..], @" \([\d.]+ ms\)$", ""))];
        events.Should().Equal(
            "live", $"application is up: {url}", "health is UP",
            $"application is down: {url}: status 503", "health is DOWN: the application is not ready",
            $"application is up: {url}", "health is UP");
    }

    [Fact(Timeout = Limit)]
    public async Task Is_not_ready_when_the_application_refuses()
    {
        using var closed = new ClosedPort(System.Net.IPAddress.Loopback);
        await using RunningSidecar sidecar = await StartAsync(closed.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((422, NotReady));
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{}")]
    public async Task Answers_in_time_when_the_application_hangs(string beginning)
    {
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        await using RunningSidecar sidecar = await StartAsync(application.Port);
        long start = TimeProvider.System.GetTimestamp();

        (await sidecar.GetAsync("/health/ready")).Should().Be((422, NotReady));

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_in_time_when_the_application_drips()
    {
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            foreach (byte each in Response(200, "application/json", new string(' ', 100_000)))
            {
                stream.WriteByte(each);
                await Task.Delay(50, stop);
            }
        });
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((422, NotReady));
    }

    [Theory(Timeout = Limit)]
    [InlineData("Content-Length: 52428800\r\n")]
    [InlineData("")]
    public async Task Fifty_megabytes_are_not_read(string length)
    {
        byte[] megabyte = new byte[1024 * 1024];
        Array.Fill(megabyte, (byte)' ');
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{length}\r\n"), stop);
            for (int i = 0; i < 50; i++)
            {
                await stream.WriteAsync(megabyte, stop);
            }
        });
        await using RunningSidecar sidecar = await StartAsync(application.Port);
        await sidecar.GetAsync("/health/ready");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 5; i++)
        {
            (await sidecar.GetAsync("/health/ready")).Should().Be((200, "{}"), "the status decides");
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(8 * 1024 * 1024);
    }

    [Theory(Timeout = Limit)]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public async Task Is_not_ready_when_something_else_answers(string answer)
    {
        await using var application = new ScriptedServer(ScriptedServer.Answers(Encoding.Latin1.GetBytes(answer)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((422, NotReady));
    }

    [Fact(Timeout = Limit)]
    public async Task A_wrong_certificate_is_not_ready()
    {
        using var certificates = new Certificates();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = certificates.Sign("127.0.0.1");
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            await using var secured = new System.Net.Security.SslStream(stream);
            await secured.AuthenticateAsServerAsync(certificate);
            await ScriptedServer.Answers(Response(200, "application/json", "{}"))(secured, stop);
        });
        await using RunningSidecar strict = await StartAsync($"https://127.0.0.1:{application.Port}/");
        (await strict.GetAsync("/health/ready")).Should().Be((422, NotReady));

        Target.TryParse($"https://127.0.0.1:{application.Port}/", out Target? target, out _).Should().BeTrue();
        await using RunningSidecar trusting = await RunningSidecar.StartAsync(new SidecarSettings
        {
            HasWorkerGate = false,
            ApplicationHealthReadyUrl = target,
            ApplicationTls = new TlsOptions { Roots = certificates.Roots },
            ApplicationTimeout = TimeSpan.FromSeconds(10),
        });
        (await trusting.GetAsync("/health/ready")).Should().Be((200, "{}"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public async Task A_body_of_more_than_16_KiB_is_not_passed_on(int length, bool isPassedOn)
    {
        string json = $"\"{new string('a', length - 2)}\"";
        await using var application = new ScriptedServer(ScriptedServer.Answers(Response(500, "application/json", json)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((422, isPassedOn ? $"{NotReady[..^1]},\"fields\":{json}}}" : NotReady));
    }

    [Fact(Timeout = Limit)]
    public async Task Many_who_ask_at_once_ask_the_application_once()
    {
        int asked = 0;
        var release = new TaskCompletionSource();
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            Interlocked.Increment(ref asked);
            await release.Task.WaitAsync(stop);
            await ScriptedServer.Answers(Response(200, "application/json", "{}"))(stream, stop);
        });
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(Settings($"http://127.0.0.1:{application.Port}/") with { ApplicationTimeout = TimeSpan.FromSeconds(30) });

        Task<(int Status, string Body)>[] readers = [.. Enumerable.Range(0, 100).Select(_ => sidecar.GetAsync("/health/ready"))];

        // Each of them is answered only with the one answer, so none can have gone before.
        while (Volatile.Read(ref asked) == 0)
        {
            await Task.Delay(10);
        }

        await sidecar.GetAsync("/health/live");
        release.SetResult();
        (await Task.WhenAll(readers)).Should().OnlyContain(answer => answer.Status == 200);
        asked.Should().BeLessThan(100);
    }

    private static byte[] Response(int status, string contentType, string body) => [.. Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} Said\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}")];

    private static Task<RunningSidecar> StartAsync(int port) => StartAsync($"http://127.0.0.1:{port}/ready");

    private static Task<RunningSidecar> StartAsync(string url) => RunningSidecar.StartAsync(Settings(url));

    private static SidecarSettings Settings(string url)
    {
        Target.TryParse(url, out Target? target, out string? mistake).Should().BeTrue(mistake);
        return new SidecarSettings { HasWorkerGate = false, ApplicationHealthReadyUrl = target };
    }
}
