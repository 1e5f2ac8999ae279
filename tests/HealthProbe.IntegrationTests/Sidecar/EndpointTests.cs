using System.Globalization;
using System.Text.Json;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class EndpointTests
{
    private const int Limit = 60_000;
    private const string NoWorkers = """{"code":"NoWorkers","description":"There are no workers."}""";

    [Fact(Timeout = Limit)]
    public async Task Is_not_live_before_the_first_gauge_live_with_workers_and_not_live_without()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());

        (await sidecar.GetAsync("/health/live")).Should().Be((422, NoWorkers));
        (await sidecar.GetAsync("/health/ready")).Should().Be((422, NoWorkers));
        (await sidecar.GetAsync("/livez")).Should().Be((503, """{"status":"DOWN","message":"no workers"}"""));
        (await sidecar.GetAsync("/healthz")).Should().Be((503, """{"status":"DOWN","message":"no workers"}"""));
        (await sidecar.GetAsync("/readyz")).Should().Be((503, """{"status":"DOWN","message":"no workers"}"""));

        await sidecar.SayAsync("svc.gunicorn.workers:3|g|#env:prod");

        (await sidecar.UntilAsync("/health/live", 200)).Should().Be("{}");
        (await sidecar.GetAsync("/health/ready")).Should().Be((200, "{}"));
        (await sidecar.GetAsync("/livez")).Should().Be((200, """{"status":"UP","message":"live"}"""));
        (await sidecar.GetAsync("/healthz")).Should().Be((200, """{"status":"UP","message":"live"}"""));
        (await sidecar.GetAsync("/readyz")).Should().Be((200, """{"status":"UP","message":"ready"}"""));

        await sidecar.SayAsync("gunicorn.workers:0|g");

        (await sidecar.UntilAsync("/health/live", 422)).Should().Be(NoWorkers);
    }

    [Theory(Timeout = Limit)]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Fewer_workers_than_the_minimum_are_none(string number)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { MinWorkers = 2, StatsdGaugeSigns = GaugeSigns.Absolute });
        await sidecar.SayAsync("workers:2|g");
        await sidecar.UntilAsync("/health/live", 200);

        await sidecar.SayAsync($"workers:{number}|g");

        await sidecar.UntilAsync("/health/live", 422);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_the_gate_it_is_live_because_it_answers()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        (await sidecar.GetAsync("/health/live")).Should().Be((200, "{}"));
        sidecar.StatsdPort.Should().Be(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Has_started_once_it_was_ready_once()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());

        (await sidecar.GetAsync("/health/startup")).Should().Be((503, """{"code":"NotStarted","description":"The service has not been ready yet."}"""));
        await sidecar.SayAsync("workers:1|g");
        (await sidecar.UntilAsync("/health/startup", 200)).Should().Be("{}");
        await sidecar.SayAsync("workers:0|g");
        await sidecar.UntilAsync("/health/live", 422);
        (await sidecar.GetAsync("/health/startup")).Should().Be((200, "{}"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("/health/live/")]
    [InlineData("/health/live?verbose=1")]
    [InlineData("/health/live/?a=b#c")]
    [InlineData("/health%2Flive", 404)]
    [InlineData("/HEALTH/LIVE", 404)]
    [InlineData("/health/live//", 404)]
    [InlineData("/", 404)]
    [InlineData("/health/liveness", 404)]
    public async Task Takes_a_slash_at_the_end_and_a_query_and_knows_no_other_path(string path, int status = 200)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        string notFound = """{"code":"NotFound","description":"There is no such endpoint."}""";
        (await sidecar.GetAsync(path)).Should().Be((status, status == 200 ? "{}" : notFound));
    }

    [Theory(Timeout = Limit)]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("BREW")]
    public async Task Says_which_methods_are_allowed(string method)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), "/health/ready");

        using HttpResponseMessage response = await sidecar.SendAsync(request);

        ((int)response.StatusCode).Should().Be(405);
        response.Content.Headers.Allow.Should().Equal("GET", "HEAD", "OPTIONS");
    }

    [Theory(Timeout = Limit)]
    [InlineData("/health/live", 2)]
    [InlineData("/health/ready", 2)]
    [InlineData("/readyz", 33)]
    public async Task Answers_HEAD_like_GET_without_the_body(string path, int length)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        string answer = await sidecar.ExchangeAsync($"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 200 OK\r\n").And.Contain($"Content-Length: {length}\r\n").And.EndWith("\r\n\r\n");
    }

    [Fact(Timeout = Limit)]
    public async Task No_answer_may_be_stored_and_none_names_the_server()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());

        foreach (string path in (string[])["/health/live", "/health/ready", "/health/startup", "/healthz", "/livez", "/readyz", "/health", "/v1/health", "/metrics", "/none"])
        {
            string answer = await sidecar.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            answer.Should().Contain("Cache-Control: no-store\r\n").And.NotContain("Server:");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_pipelined_requests_in_order_and_HTTP_1_0()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        string answers = await sidecar.ExchangeAsync(
            "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        string old = await sidecar.ExchangeAsync("GET /health/live HTTP/1.0\r\n\r\n");

        answers.Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3]).Should().Equal("200", "404", "200");
        old.Should().StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("\r\n\r\n{}");
    }

    [Theory(Timeout = Limit)]
    [InlineData("\x16\x03\x01\x02\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET /health/live HTTP/9.9\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n")]
    public async Task Refuses_what_is_no_request_and_goes_on(string request)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        (await sidecar.ExchangeAsync(request)).Should().MatchRegex("^HTTP/1.1 (400|505) ");

        (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
    }

    [Fact(Timeout = Limit)]
    public async Task Health_has_the_fields_of_its_contract()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());

        foreach (string path in (string[])["/health", "/v1/health"])
        {
            (int status, string body) = await sidecar.GetAsync(path);

            status.Should().Be(500);
            using JsonDocument document = JsonDocument.Parse(body);
            document.RootElement.EnumerateObject().Select(property => property.Name).Should().Equal("status", "message", "timestamp", "version", "sidecar_version", "dependencies");
            document.RootElement.GetProperty("status").GetString().Should().Be("DOWN");
            document.RootElement.GetProperty("message").GetString().Should().Be("no workers");
            document.RootElement.GetProperty("timestamp").GetString().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
            DateTimeOffset.Parse(document.RootElement.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture)
                .Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Health_has_the_version_of_the_application_and_its_own()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false, ApplicationVersion = "2.4.1-\"blue\"" });

        using JsonDocument document = JsonDocument.Parse((await sidecar.GetAsync("/health")).Body);

        document.RootElement.GetProperty("version").GetString().Should().Be("2.4.1-\"blue\"");
        document.RootElement.GetProperty("sidecar_version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }

    // HAProxy's option httpchk as it stands sends OPTIONS and HTTP/1.0.
    [Theory(Timeout = Limit)]
    [InlineData("/health/live", "422 Unprocessable Entity")]
    [InlineData("/livez", "503 Service Unavailable")]
    [InlineData("/health", "500 Internal Server Error")]
    [InlineData("/metrics", "200 OK")]
    [InlineData("/none", "404 Not Found")]
    public async Task Answers_OPTIONS_with_the_status_of_GET(string path, string status)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());

        string answer = await sidecar.ExchangeAsync($"OPTIONS {path} HTTP/1.0\r\n\r\n");

        answer.Should().StartWith($"HTTP/1.1 {status}\r\n").And.Contain("Allow: GET, HEAD, OPTIONS\r\n");
    }

    [Theory(Timeout = Limit)]
    [InlineData("GET /livez HTTP/1.0\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task Answers_a_client_that_has_closed_its_sending_side(string request)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        var answers = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            answers.Add(await sidecar.ExchangeAndCloseSendingAsync(request));
        }

        answers.Count(answer => answer.EndsWith("""{"status":"UP","message":"live"}""", StringComparison.Ordinal)).Should().Be(20);
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_a_client_that_has_closed_its_sending_side_and_waits_for_the_application()
    {
        var release = new TaskCompletionSource();
        await using var application = new ScriptedServer(async (stream, stop) =>
        {
            await release.Task.WaitAsync(stop);
            await ScriptedServer.AnswersStatus(() => 200)(stream, stop);
        });
        Target.TryParse($"http://127.0.0.1:{application.Port}/", out Target? target, out _).Should().BeTrue();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            new SidecarSettings { HasWorkerGate = false, ApplicationHealthReadyUrl = target, ApplicationTimeout = TimeSpan.FromSeconds(20) });

        Task<string> answer = sidecar.ExchangeAndCloseSendingAsync("GET /readyz HTTP/1.0\r\n\r\n");
        await sidecar.GetAsync("/livez");
        release.SetResult();

        (await answer).Should().EndWith("""{"status":"UP","message":"ready"}""");
    }

    [Fact(Timeout = Limit)]
    public async Task Says_that_it_is_starting_before_a_dependency_was_checked_once()
    {
        using var silent = new SilentServer(System.Net.IPAddress.Loopback);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings
        {
            HasWorkerGate = false,
            ShowsDetails = true,
            Dependencies = [SomeDependency.At($"redis://127.0.0.1:{silent.Port}") with { Timeout = TimeSpan.FromMinutes(1) }],
        });

        (await sidecar.GetAsync("/readyz")).Should().Be((503, """{"status":"DOWN","message":"starting: database"}"""));
        (await sidecar.GetAsync("/health/ready")).Body.Should().StartWith("""{"code":"ServiceNotReady","description":"The service is starting.","dependencies":{"database":{"status":"DOWN","message":"not checked yet",""");
        (await sidecar.GetAsync("/health")).Body.Should().StartWith("""{"status":"DOWN","message":"starting: database",""");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Reason.Refused, "refused")]
    [InlineData(Reason.Timeout, "timeout")]
    [InlineData(Reason.Dns, "name not resolved")]
    [InlineData(Reason.Unreachable, "unreachable")]
    [InlineData(Reason.Closed, "closed without a response")]
    [InlineData(Reason.Tls, "TLS failed")]
    [InlineData(Reason.Status, "unexpected status")]
    [InlineData(Reason.Body, "unexpected body")]
    [InlineData(Reason.Slow, "too slow")]
    [InlineData(Reason.Protocol, "unexpected protocol")]
    [InlineData(Reason.NotReady, "not ready")]
    [InlineData(Reason.Missing, "not found")]
    [InlineData(Reason.Stale, "too old")]
    [InlineData(Reason.Backlog, "accept queue full")]
    [InlineData(Reason.Denied, "access denied")]
    [InlineData(Reason.Error, "check failed")]
    public async Task Says_in_words_what_is_wrong_with_a_dependency(Reason reason, string words)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings
        {
            HasWorkerGate = false,
            Dependencies = [SomeDependency.Answering(new Unhealthy(reason))],
        });

        await MetricsTests.UntilAsync(sidecar, "healthprobe_dependency_up{dependency=\"database\"} 0");

        (await sidecar.GetAsync("/health")).Body.Should().Contain($"\"database\":{{\"status\":\"DOWN\",\"message\":\"{words}\",");
    }

    [Fact(Timeout = Limit)]
    public async Task Says_which_workers_are_missing_where_details_are_shown()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { MinWorkers = 3, ShowsDetails = true });
        (await sidecar.GetAsync("/livez")).Should().Be((503, """{"status":"DOWN","message":"no workers: no worker gauge received"}"""));

        await sidecar.SayAsync("workers:2|g");

        while (!(await sidecar.GetAsync("/livez")).Body.Contains("2 of 3", StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }

        (await sidecar.GetAsync("/health/live")).Should().Be((422, """{"code":"NoWorkers","description":"There are no workers.","detail":"2 of 3 workers"}"""));
        (await sidecar.GetAsync("/health/ready")).Should().Be((422, """{"code":"NoWorkers","description":"There are no workers.","detail":"2 of 3 workers"}"""));
        (await sidecar.GetAsync("/health")).Body.Should().StartWith("""{"status":"DOWN","message":"no workers: 2 of 3 workers",""");
    }

    [Fact(Timeout = Limit)]
    public async Task Down_can_have_another_status_code()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { DownStatus = 503 });

        (await sidecar.GetAsync("/health")).Status.Should().Be(503);
    }

    [Fact(Timeout = Limit)]
    public async Task Stopping_turns_readiness_off_at_once_and_leaves_liveness()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false, Drain = TimeSpan.FromMinutes(1) });
        using var hurry = new CancellationTokenSource();

        Task draining = sidecar.Sidecar.DrainAsync(hurry.Token);

        (await sidecar.GetAsync("/health/ready")).Status.Should().Be(422);
        (await sidecar.GetAsync("/readyz")).Should().Be((503, """{"status":"DOWN","message":"shutting down"}"""));
        (await sidecar.GetAsync("/health/live")).Should().Be((200, "{}"));
        await hurry.CancelAsync();
        await draining;
    }

    [Fact(Timeout = Limit)]
    public async Task A_port_that_is_taken_is_one_clear_line()
    {
        await using RunningSidecar first = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        var settings = new SidecarSettings { HasWorkerGate = false, Host = "127.0.0.1", Port = first.Port };

        Func<Task> second = () => HealthProbe.Sidecar.Sidecar.StartAsync(settings, TimeProvider.System, Stream.Null);

        (await second.Should().ThrowAsync<HealthProbe.Sidecar.StartException>())
            .WithMessage($"cannot listen on 127.0.0.1:{first.Port}: the port is in use: stop what listens there, or write another --port");
    }

    private sealed class Unhealthy(Reason reason) : IProbe
    {
        public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) => new(Outcome.Unhealthy(reason, "it said no"));
    }
}
