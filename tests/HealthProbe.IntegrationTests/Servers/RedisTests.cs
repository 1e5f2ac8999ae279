using System.Diagnostics;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

public class RedisTests
{
    private const int Limit = 60_000;

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_leaves_no_line_in_the_log(Way way)
    {
        await using RedisServer server = await RedisServer.StartAsync("enable-debug-command yes");
        string before = server.Running.Output;
        for (int i = 0; i < 20; i++)
        {
            (await AskAsync(way, server)).Should().Be(Outcome.Healthy("PONG"));
        }

        await server.DoAsync("DEBUG LOG seen");
        await server.Running.HasWrittenAsync("DEBUG LOG: seen");
        server.Running.Output[before.Length..].Trim().Split('\n').Should().ContainSingle();
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_it_wants_a_password(Way way)
    {
        await using RedisServer server = await RedisServer.StartAsync("requirepass other");

        Outcome outcome = await Question.AskAsync(way, $"redis://user:secret@127.0.0.1:{server.Port}/0");

        outcome.Should().Be(Outcome.Healthy("server is up; access denied: \"NOAUTH Authentication required.\"") with { Elapsed = outcome.Elapsed });
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_inside_tls(Way way)
    {
        var certificate = new TestCertificate(RunningServer.NewFolder());
        int port = RunningServer.FreePort();
        await using RedisServer server = await RedisServer.StartAsync(
            $"tls-port {port}", $"tls-cert-file {certificate.CertificateFile}", $"tls-key-file {certificate.KeyFile}", $"tls-ca-cert-file {certificate.CertificateFile}", "tls-auth-clients no");

        (await Question.AskAsync(way, $"rediss://localhost:{port}/0", certificate.Trusted)).Detail.Should().Be("PONG");
        (await Question.AskAsync(way, $"rediss://localhost:{port}")).Reason.Should().Be(Reason.Tls);
        (await Question.AskAsync(way, $"redis://localhost:{port}")).Detail.Should().Match("connection * without a response (if the port uses TLS, use rediss://)");
        Directory.Delete(Path.GetDirectoryName(certificate.KeyFile)!, recursive: true);
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_while_it_loads(Way way)
    {
        await using RedisServer server = await RedisServer.StartAsync("enable-debug-command yes", "loading-process-events-interval-bytes 1024");
        await server.DoAsync("DEBUG POPULATE 1000");
        await server.DoAsync("CONFIG SET key-load-delay 20000");
        (TcpClient client, _) = await server.SendAsync("DEBUG RELOAD");
        using (client)
        {
            await server.Running.HasWrittenAsync("Loading RDB");

            (await AskAsync(way, server)).Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"LOADING Redis is loading the dataset in memory\""));
        }
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_its_master_is_gone(Way way)
    {
        using var master = new ClosedPort(System.Net.IPAddress.Loopback);
        await using RedisServer server = await RedisServer.StartAsync($"replicaof 127.0.0.1 {master.Port}", "replica-serve-stale-data no");

        (await AskAsync(way, server)).Should()
            .Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"MASTERDOWN Link with MASTER is down and replica-serve-stale-…\""));
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_while_a_script_keeps_it_busy(Way way)
    {
        await using RedisServer server = await RedisServer.StartAsync("busy-reply-threshold 10");
        (TcpClient client, _) = await server.SendAsync("EVAL \"while true do end\" 0");
        using (client)
        {
            await server.Running.HasWrittenAsync("Slow script detected");

            (await AskAsync(way, server)).Should()
                .Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"BUSY Redis is busy running a script. You can only call SCRIP…\""));
        }
    }

    [ServerTheory(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_it_has_too_many_clients(Way way)
    {
        await using RedisServer server = await RedisServer.StartAsync("maxclients 1");
        (TcpClient client, Task<string?> answer) = await server.SendAsync("PING");
        using (client)
        {
            (await answer).Should().Be("+PONG");

            (await AskAsync(way, server)).Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"ERR max number of clients reached\""));
        }
    }

    [NetworkNamespaceTheory(RedisServer.Program, "ip")]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public void Is_denied_by_a_server_in_protected_mode(Way way)
    {
        const string Address = "10.0.0.1";
        Outcome outcome = NetworkNamespace.Run(40_000, () =>
        {
            using (var addition = Process.Start(Installed.Find("ip")!, ["address", "add", $"{Address}/32", "dev", "lo"]))
            {
                addition.WaitForExit();
            }

            File.WriteAllText("/proc/sys/net/ipv4/ip_local_port_range", "40000 50000");
            var server = RunningServer.Start(RedisServer.Program, RunningServer.NewFolder(), RedisServer.Arguments([$"bind {Address}", "port 6379"]));
            try
            {
                server.HasWrittenAsync("Ready to accept connections").GetAwaiter().GetResult();
                return AskHere(way, $"redis://{Address}");
            }
            finally
            {
                server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        });

        outcome.Should().Be(
            Outcome.Unhealthy(Reason.Denied, "protected mode: the server accepts only loopback clients until it has a password; set requirepass or protected-mode no there") with { Elapsed = outcome.Elapsed });
    }

    private static async Task<Outcome> AskAsync(Way way, RedisServer server) => await Question.AskAsync(way, $"redis://127.0.0.1:{server.Port}") with { Elapsed = default };

    // On this very thread, because only this thread is in the namespace.
    private static Outcome AskHere(Way way, string target) => Question.AskHere(way, target);
}
