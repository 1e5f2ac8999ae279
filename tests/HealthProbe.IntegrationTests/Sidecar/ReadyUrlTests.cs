using System.Text;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class ReadyUrlTests
{
    private const int Limit = 60_000;
    private const string Description = "The few of service subsystems is not working to successfully complete the request.";
    private const string NotReady = $$"""{"code":"ServiceNotReady","description":"{{Description}}"}""";

    [Theory(Timeout = Limit)]
    [InlineData("application/json", """{"status":"ok","checks":[1,2.50]}""")]
    [InlineData("Application/JSON; charset=utf-8", """{"grüße":"😀"}""")]
    [InlineData("application/json;charset=nonsense", "[]")]
    public async Task Passes_on_the_JSON_of_an_application_that_is_ready(string contentType, string json)
    {
        await using var application = new ScriptedServer(ScriptedServer.Answers(Response(200, contentType, json)));
        await using RunningSidecar sidecar = await StartAsync(application.Port);

        (await sidecar.GetAsync("/health/ready")).Should().Be((200, json));
        (await sidecar.GetAsync("/readyz")).Status.Should().Be(200);
        (await sidecar.GetAsync("/health/startup")).Status.Should().Be(200);
    }

    [Theory(Timeout = Limit)]
    [InlineData(500, "application/json", """{"db":["down"]}""", "\"fields\":{\"db\":[\"down\"]}")]
    [InlineData(503, "application/json; charset=utf-8", "[1]", "\"fields\":[1]")]
    [InlineData(204, "application/json", "", null)]
    [InlineData(500, "text/plain", "database is gone", "\"non_field_errors\":[\"database is gone\"]")]
    [InlineData(500, "application/json", "{half", "\"non_field_errors\":[\"{half\"]")]
    [InlineData(200, "text/html", "ok", "\"non_field_errors\":[\"ok\"]")]
    [InlineData(200, "application/json", "nonsense", "\"non_field_errors\":[\"nonsense\"]")]
    [InlineData(200, "application/json", "", null)]
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
            (await sidecar.GetAsync("/health/ready")).Should().Be((422, NotReady));
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
