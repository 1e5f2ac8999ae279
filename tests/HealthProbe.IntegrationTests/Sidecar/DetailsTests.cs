using System.Net;
using System.Text.Json;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Who sees more than fixed words.</summary>
public class DetailsTests
{
    private const int Limit = 60_000;
    private const string Token = "0123456789abcdefABCDEF-token";

    [Fact(Timeout = Limit)]
    public async Task Everybody_sees_fixed_words_and_nothing_else()
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings());

        using JsonDocument health = JsonDocument.Parse(await HealthAsync(sidecar, ""));
        JsonElement dependency = health.RootElement.GetProperty("dependencies").GetProperty("database");

        dependency.EnumerateObject().Select(property => property.Name).Should().Equal("status", "message", "response_time_ms");
        dependency.GetProperty("status").GetString().Should().Be("DOWN");
        dependency.GetProperty("message").GetString().Should().Be("refused");
        foreach (string path in (string[])["/health", "/v1/health", "/health/ready", "/health/live", "/health/startup", "/healthz", "/livez", "/readyz"])
        {
            (await sidecar.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .Should().NotContainAny("127.0.0.1", $"{closed.Port}", "connection", "tcp:", "Exception");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Everybody_sees_details_when_the_settings_say_so()
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings { ShowsDetails = true });

        string health = await HealthAsync(sidecar, "");
        (int status, string ready) = await sidecar.GetAsync("/health/ready");

        using JsonDocument document = JsonDocument.Parse(health);
        JsonElement dependency = document.RootElement.GetProperty("dependencies").GetProperty("database");
        dependency.GetProperty("target").GetString().Should().Be($"tcp://127.0.0.1:{closed.Port}");
        dependency.GetProperty("detail").GetString().Should().Be("connection refused");
        dependency.GetProperty("critical").GetBoolean().Should().BeTrue();
        status.Should().Be(422);
        ready.Should().Contain("connection refused");
    }

    [Theory(Timeout = Limit)]
    [InlineData($"Authorization: Bearer {Token}", true)]
    [InlineData($"authorization: bearer {Token}", true)]
    [InlineData($"Authorization:   Bearer   {Token}  ", true)]
    [InlineData($"Authorization: Bearer {Token}x", false)]
    [InlineData("Authorization: Bearer 0123456789abcdefabcdef-token", false)]
    [InlineData("Authorization: Bearer 0123456789abcdef", false)]
    [InlineData("Authorization: Bearer ", false)]
    [InlineData("Authorization: Bearer", false)]
    [InlineData("Authorization:", false)]
    [InlineData($"Authorization: {Token}", false)]
    [InlineData($"Authorization: Basic {Token}", false)]
    [InlineData($"Authorization: Bearer{Token}", false)]
    [InlineData($"Authorization: Bearer x\r\nAuthorization: Bearer {Token}", false)]
    [InlineData($"X-Authorization: Bearer {Token}", false)]
    [InlineData("Accept: */*", false)]
    public async Task A_bearer_token_opens_the_details_and_another_closes_nothing_else(string header, bool opens)
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings { DetailsToken = Token });

        string health = await HealthAsync(sidecar, $"{header}\r\n");

        health.Contains("connection refused", StringComparison.Ordinal).Should().Be(opens);
        health.Should().Contain("\"message\":\"refused\"");
    }

    [Fact(Timeout = Limit)]
    public async Task A_token_of_thousands_of_characters_is_a_wrong_one_and_a_longer_one_is_refused()
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings { DetailsToken = Token });

        (await HealthAsync(sidecar, $"Authorization: Bearer {new string('x', 15_000)}\r\n")).Should().NotContain("connection refused");

        string refused = await sidecar.ExchangeAsync($"GET /health HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {new string('x', 20_000)}\r\n\r\n");
        refused.Should().StartWith("HTTP/1.1 431 ");
    }

    [Fact(Timeout = Limit)]
    public async Task The_second_address_holds_details_and_the_first_does_not()
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        int port;
        using (var free = new ClosedPort(IPAddress.Loopback))
        {
            port = free.Port;
        }

        Target.TryParse($"http://127.0.0.1:{port}", out Target? management, out _).Should().BeTrue();
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings { ManagementUrl = management });

        (await HealthAsync(sidecar, "")).Should().NotContain("connection refused");
        (await HealthAsync(sidecar, "", port, "127.0.0.1")).Should().Contain("connection refused").And.Contain("\"message\":\"a critical dependency is not healthy: database\"");
    }

    // What a web page sends whose own name was made to resolve to this machine.
    [Theory(Timeout = Limit)]
    [InlineData("/health")]
    [InlineData("/metrics")]
    [InlineData("/none")]
    public async Task The_second_address_answers_no_other_name_than_its_own(string path)
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        int port;
        using (var free = new ClosedPort(IPAddress.Loopback))
        {
            port = free.Port;
        }

        Target.TryParse($"http://127.0.0.1:{port}", out Target? management, out _).Should().BeTrue();
        await using RunningSidecar sidecar = await StartAsync(closed, new SidecarSettings { ManagementUrl = management });

        string answer = await sidecar.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n", port: port);

        answer.Should().StartWith("HTTP/1.1 421 ").And.EndWith("""{"code":"MisdirectedRequest","description":"This host name is not served here."}""");
    }

    private static async Task<RunningSidecar> StartAsync(ClosedPort closed, SidecarSettings settings)
    {
        RunningSidecar sidecar = await RunningSidecar.StartAsync(settings with { HasWorkerGate = false, Dependencies = [SomeDependency.At($"tcp://127.0.0.1:{closed.Port}")] });
        while (!(await sidecar.GetAsync("/health")).Body.Contains("refused", StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }

        return sidecar;
    }

    private static async Task<string> HealthAsync(RunningSidecar sidecar, string headers, int port = 0, string host = "x")
    {
        string answer = await sidecar.ExchangeAsync($"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n", port: port);
        answer.Should().StartWith("HTTP/1.1 500 ");
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
