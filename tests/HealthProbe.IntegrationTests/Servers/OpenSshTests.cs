using System.Diagnostics;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

public class OpenSshTests
{
    private const string Program = "sshd";
    private const string Package = "openssh-server";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_leaves_no_error_in_the_log(Way way)
    {
        (RunningServer server, int port) = await StartAsync("LogLevel ERROR");
        await using (server)
        {
            for (int i = 0; i < 5; i++)
            {
                (await Question.AskAsync(way, $"ssh://user@127.0.0.1:{port}")).Detail.Should().StartWith("SSH-2.0-OpenSSH_");
            }

            server.Output.Trim().Should().BeEmpty();
        }
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Ends_as_a_client_that_closes_and_not_by_a_reset(Way way)
    {
        (RunningServer server, int port) = await StartAsync("LogLevel INFO");
        await using (server)
        {
            string target = $"sftp://127.0.0.1:{port}/home";
            (await Question.AskAsync(way, target)).IsHealthy.Should().BeTrue();
            (await Question.AskAsync(way, target)).IsHealthy.Should().BeTrue();

            // One line may be of the probe that waited for the start.
            string[] lines = [];
            for (int i = 0; i < 100 && lines.Length < 2; i++)
            {
                await Task.Delay(50);
                lines = [.. server.Output.Split('\n').Where(line => line.Contains("[preauth]", StringComparison.Ordinal))];
            }

            lines.Should().HaveCountGreaterThanOrEqualTo(2);
            lines.Should().OnlyContain(line => line.StartsWith("Connection closed by 127.0.0.1 port ", StringComparison.Ordinal));
        }
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_it_has_too_many_connections(Way way)
    {
        (RunningServer server, int port) = await StartAsync("MaxStartups 1:100:1");
        await using (server)
        {
            using var held = new TcpClient("127.0.0.1", port);
            Outcome outcome = default;
            long start = Stopwatch.GetTimestamp();
            while (outcome.Reason != Reason.NotReady && Stopwatch.GetElapsedTime(start) < Question.Patience)
            {
                outcome = await Question.AskAsync(way, $"ssh://127.0.0.1:{port}");
            }

            outcome.Detail.Should().Be("the server refuses: \"Exceeded MaxStartups\"");
        }
    }

    private static async Task<(RunningServer Server, int Port)> StartAsync(string setting)
    {
        string folder = RunningServer.NewFolder();
        string key = Path.Combine(folder, "key");
        using (var keygen = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]))!)
        {
            await keygen.WaitForExitAsync();
        }

        Directory.CreateDirectory("/run/sshd");
        int port = RunningServer.FreePort();
        string configuration = Path.Combine(folder, "sshd_config");
        await File.WriteAllTextAsync(configuration, $"Port {port}\nListenAddress 127.0.0.1\nHostKey {key}\nPidFile none\nUsePAM no\n{setting}\n");
        return (await RunningServer.StartAsync(Program, folder, ["-D", "-e", "-f", configuration], $"ssh://127.0.0.1:{port}", TimeSpan.FromSeconds(10)), port);
    }
}
