using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

public class MemcachedTests
{
    private const string Program = "memcached";
    private const int Limit = 60_000;

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_takes_its_leave(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), port, ["-vv"]);

        Outcome outcome = await Question.AskAsync(way, $"memcached://127.0.0.1:{port}");

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
        outcome.Detail.Should().MatchRegex(@"^memcached \d+\.\d+\.\d+$");
        await server.HasWrittenAsync(" quit");
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_it_wants_a_password(Way way)
    {
        int port = RunningServer.FreePort();
        string folder = RunningServer.NewFolder();
        string passwords = Path.Combine(folder, "passwords");
        await File.WriteAllTextAsync(passwords, "user:secret\n");
        await using RunningServer server = await StartAsync(folder, port, ["-Y", passwords]);

        Outcome outcome = await Question.AskAsync(way, $"memcached://127.0.0.1:{port}");

        outcome.Should().Be(Outcome.Healthy("server is up; memcached requires a password") with { Elapsed = outcome.Elapsed });
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_there_are_too_many_connections(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), port, ["-c", "20", "-t", "1"]);
        var held = new List<TcpClient>();
        try
        {
            while (await IsServedAsync(held, port))
            {
            }

            for (int i = 0; i < 50; i++)
            {
                Outcome outcome = await Question.AskAsync(way, $"memcached://127.0.0.1:{port}");

                outcome.Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"ERROR Too many open connections\"") with { Elapsed = outcome.Elapsed });
            }
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_answered_by_one_that_speaks_only_the_binary_protocol(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(RunningServer.NewFolder(), port, ["-B", "binary"]);

        Outcome outcome = await Question.AskAsync(way, $"memcached://127.0.0.1:{port}", TimeSpan.FromMilliseconds(300));

        outcome.Should().Be(Outcome.Unhealthy(Reason.Timeout, "no response to version within 300ms") with { Elapsed = outcome.Elapsed });
    }

    private static async Task<bool> IsServedAsync(List<TcpClient> held, int port)
    {
        held.Count.Should().BeLessThan(100);
        var client = new TcpClient();
        held.Add(client);
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync("version\r\n"u8.ToArray());
        byte[] answer = new byte[1];
        return await client.GetStream().ReadAsync(answer) == 1 && answer[0] == (byte)'V';
    }

    private static Task<RunningServer> StartAsync(string folder, int port, string[] more) => RunningServer.StartAsync(
        Program, folder, ["-u", "root", "-l", "127.0.0.1", "-p", $"{port}", "-U", "0", .. more], $"tcp://127.0.0.1:{port}", TimeSpan.FromSeconds(20));
}
