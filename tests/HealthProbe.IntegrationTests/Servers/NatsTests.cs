namespace HealthProbe.IntegrationTests.Servers;

public class NatsTests
{
    private const string Program = "nats-server";
    private const int Limit = 60_000;

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_leaves_no_trace(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), port, []);
        string before = server.Output;

        Outcome outcome = await Question.AskAsync(way, $"nats://127.0.0.1:{port}");

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
        outcome.Detail.Should().MatchRegex(@"^NATS \d+\.\d+");
        server.Output.Should().Be(before);
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_the_server_requires_tls_and_a_password(Way way)
    {
        string folder = RunningServer.NewFolder();
        var certificate = new TestCertificate(folder);
        int port = RunningServer.FreePort();
        string[] tls = ["--tls", "--tlscert", certificate.CertificateFile, "--tlskey", certificate.KeyFile, "--user", "u", "--pass", "p"];
        await using RunningServer server = await StartAsync(folder, port, tls);

        (await Question.AskAsync(way, $"nats://127.0.0.1:{port}")).IsHealthy.Should().BeTrue();
    }

    private static Task<RunningServer> StartAsync(string folder, int port, string[] more) => RunningServer.StartAsync(
        Program, folder, ["-a", "127.0.0.1", "-p", $"{port}", .. more], $"nats://127.0.0.1:{port}", TimeSpan.FromSeconds(20));
}
