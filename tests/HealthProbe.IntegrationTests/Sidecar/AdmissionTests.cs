using System.Net;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Who may ask, and how often.</summary>
public class AdmissionTests
{
    private const int Limit = 60_000;
    private const string Question = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [Theory(Timeout = Limit)]
    [InlineData("127.0.0.1", "127.0.0.1/32", "127.0.0.1", 200)]
    [InlineData("127.0.0.1", "127.0.0.1/32", "127.0.0.2", 403)]
    [InlineData("127.0.0.1", "127.0.0.0/30", "127.0.0.2", 200)]
    [InlineData("127.0.0.1", "127.0.0.0/30", "127.0.0.4", 403)]
    [InlineData("127.0.0.1", "10.0.0.0/8 127.0.0.4/32", "127.0.0.4", 200)]
    [InlineData("127.0.0.1", "::1/128", "127.0.0.1", 403)]
    [InlineData("127.0.0.1", "::/0", "127.0.0.1", 403)]
    public async Task Answers_only_the_networks_that_are_allowed(string host, string allow, string client, int status) =>
        await AnswersAsync(host, allow, client, "127.0.0.1", status);

    [IPv6Theory(Timeout = Limit)]
    [InlineData("::1", "::1/128", "::1", "::1", 200)]
    [InlineData("::1", "fe80::/10", "::1", "::1", 403)]
    [InlineData("::1", "0.0.0.0/0", "::1", "::1", 403)]
    [InlineData("::", "127.0.0.0/30", "127.0.0.2", "127.0.0.1", 200)]
    [InlineData("::", "127.0.0.0/30", "127.0.0.4", "127.0.0.1", 403)]
    [InlineData("::", "127.0.0.0/8", "::1", "::1", 403)]
    [InlineData("::", "::/0", "127.0.0.1", "127.0.0.1", 403)]
    public async Task Takes_an_IPv4_client_of_an_IPv6_socket_for_what_it_is(string host, string allow, string client, string to, int status) =>
        await AnswersAsync(host, allow, client, to, status);

    [Fact(Timeout = Limit)]
    public async Task Everything_is_refused_to_those_who_may_not_ask()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(Settings("10.0.0.0/8") with { ShowsDetails = true });

        foreach (string path in (string[])["/health/live", "/health/ready", "/health", "/metrics", "/none"])
        {
            (await sidecar.GetAsync(path)).Should().Be((403, """{"code":"Forbidden","description":"This address may not ask."}"""));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task One_client_that_asks_too_often_takes_nothing_from_another_and_may_ask_again_later()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false, RateLimit = 20 });

        // More than any two windows let pass.
        string pipelined = string.Concat(Enumerable.Repeat("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", 60));
        string answers = await sidecar.ExchangeAsync(pipelined + Question, from: "127.0.0.2");
        string other = await sidecar.ExchangeAsync(Question, from: "127.0.0.1");

        string[] statuses = [.. answers.Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3])];
        statuses.Should().HaveCount(61);
        statuses.Should().StartWith("200");
        statuses.Count(status => status == "200").Should().BeInRange(20, 40);
        statuses.Count(status => status == "429").Should().BeInRange(21, 41);
        answers.Should().Contain("Retry-After: 1\r\n").And.Contain("""{"code":"TooManyRequests","description":"Too many requests from this address."}""");
        other.Should().StartWith("HTTP/1.1 200 OK\r\n");
        while (!(await sidecar.ExchangeAsync(Question, from: "127.0.0.2")).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            await Task.Delay(100);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_limit_nobody_asks_too_often()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false, RateLimit = 0 });

        string answers = await sidecar.ExchangeAsync(string.Concat(Enumerable.Repeat("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", 20_000)) + Question);

        answers.Split("HTTP/1.1 200 OK").Should().HaveCount(20_002);
    }

    private static async Task AnswersAsync(string host, string allow, string client, string to, int status)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(Settings(allow) with { Host = host });

        (await sidecar.ExchangeAsync(Question, client, to)).Should().StartWith($"HTTP/1.1 {status} ");
    }

    private static SidecarSettings Settings(string allow) => new() { HasWorkerGate = false, Allow = [.. allow.Split(' ').Select(each => IPNetwork.Parse(each))] };
}
