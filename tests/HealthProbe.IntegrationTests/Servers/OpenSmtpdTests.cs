namespace HealthProbe.IntegrationTests.Servers;

/// <summary>It keeps its control socket in one place, so only one runs at a time, as these tests do.</summary>
public class OpenSmtpdTests
{
    private const string Program = "smtpd";
    private const string Package = "opensmtpd";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_takes_its_leave(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), port, $"listen on 127.0.0.1 port {port}");

        Outcome outcome = await Question.AskAsync(way, $"smtp://127.0.0.1:{port}");

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
        outcome.Detail.Should().MatchRegex("^\"220 .* OpenSMTPD\"$");
        await server.HasWrittenAsync("smtp disconnected reason=quit");
    }

    private static async Task<RunningServer> StartAsync(string folder, int port, string listen)
    {
        string file = Path.Combine(folder, "smtpd.conf");
        await File.WriteAllTextAsync(file, $"{listen}\nmatch for any reject\n");
        return await RunningServer.StartAsync(Program, folder, ["-d", "-f", file], $"tcp://127.0.0.1:{port}", TimeSpan.FromSeconds(20));
    }
}
