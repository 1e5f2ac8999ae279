namespace HealthProbe.IntegrationTests.Servers;

public class MosquittoTests
{
    private const string Program = "mosquitto";
    private const int Limit = 60_000;

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_takes_its_leave(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), $"tcp://127.0.0.1:{port}", $"listener {port} 127.0.0.1\nallow_anonymous true\n");

        Outcome outcome = await Question.AskAsync(way, $"mqtt://127.0.0.1:{port}");

        outcome.Should().Be(Outcome.Healthy("connection accepted") with { Elapsed = outcome.Elapsed });
        await server.HasWrittenAsync(" disconnected.");
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_it_wants_a_password(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), $"tcp://127.0.0.1:{port}", $"listener {port} 127.0.0.1\nallow_anonymous false\n");

        Outcome outcome = await Question.AskAsync(way, $"mqtt://127.0.0.1:{port}");

        outcome.Should().Be(Outcome.Healthy("server is up; access denied: not authorized") with { Elapsed = outcome.Elapsed });
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_inside_tls(Way way)
    {
        string folder = RunningServer.NewFolder();
        var certificate = new TestCertificate(folder);
        int port = RunningServer.FreePort();
        string configuration = $"user root\nlistener {port} 127.0.0.1\nallow_anonymous true\ncertfile {certificate.CertificateFile}\nkeyfile {certificate.KeyFile}\n";
        await using RunningServer server = await StartAsync(folder, $"tcp://127.0.0.1:{port}", configuration);

        (await Question.AskAsync(way, $"mqtts://localhost:{port}", certificate.Trusted)).Detail.Should().Be("connection accepted");
        (await Question.AskAsync(way, $"mqtts://localhost:{port}")).Reason.Should().Be(Reason.Tls);
        (await Question.AskAsync(way, $"mqtt://localhost:{port}")).IsHealthy.Should().BeFalse();
    }

    private static async Task<RunningServer> StartAsync(string folder, string readyTarget, string configuration)
    {
        string file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, configuration);
        return await RunningServer.StartAsync(Program, folder, ["-c", file], readyTarget, TimeSpan.FromSeconds(20));
    }
}
