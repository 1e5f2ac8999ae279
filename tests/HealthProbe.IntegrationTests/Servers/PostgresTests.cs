using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

public class PostgresTests
{
    private const int Limit = 60_000;
    private const string Ready = "database system is ready to accept connections";
    private const string TrustAll = "host all all 127.0.0.1/32 trust";
    private const string TlsOnly = "hostssl all all 127.0.0.1/32 scram-sha-256";

    private static int _marks;

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_leaves_no_line_in_the_log_when_everyone_is_let_in(Way way)
    {
        await using PostgresServer server = await PostgresServer.StartAsync(Ready, TrustAll, []);

        await LeavesNoLineAsync(way, server, $"postgres://127.0.0.1:{server.Port}", Outcome.Healthy("PostgreSQL 15"));
        await LeavesNoLineAsync(way, server, $"postgresql://postgres:secret@127.0.0.1:{server.Port}/template1?sslmode=prefer&connect_timeout=3", Outcome.Healthy("PostgreSQL 15"));
        (await AskAsync(way, server, "app:secret@")).Should().Be(Outcome.Healthy("server is up; access denied: \"role '***' does not exist\""));
        (await AskAsync(way, server, "", "/nowhere")).Should().Be(Outcome.Healthy("server is up; access denied: \"database 'nowhere' does not exist\""));
        (await AskAsync(way, server, "", "?sslmode=require")).Should()
            .Be(Outcome.Unhealthy(Reason.Tls, "the server does not offer TLS; set ssl there, or use sslmode=disable"));
    }

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_leaves_no_line_in_the_log_when_it_asks_for_a_password(Way way)
    {
        await using PostgresServer server = await PostgresServer.StartAsync(Ready, "host all old 127.0.0.1/32 md5\nhost all all 127.0.0.1/32 scram-sha-256", []);

        foreach (string user in (string[])["", "old:secret@", "app:secret@"])
        {
            await LeavesNoLineAsync(way, server, $"postgres://{user}127.0.0.1:{server.Port}/app", Outcome.Healthy("server is up; it requires a password"));
        }
    }

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_inside_tls(Way way)
    {
        TestCertificate? certificate = null;
        await using PostgresServer server = await PostgresServer.StartAsync(Ready, TlsOnly, ["ssl=on", "ssl_cert_file=server.pem", "ssl_key_file=server.key"], folder => certificate = new TestCertificate(folder));
        string target = $"postgres://localhost:{server.Port}/app?sslmode=require";
        var insecure = new ProbeOptions { Tls = new TlsOptions { Insecure = true } };

        await LeavesNoLineAsync(way, server, target, Outcome.Healthy("server is up; it requires a password"), certificate!.Trusted);
        (await Question.AskAsync(way, target, insecure)).Detail.Should().Be("server is up; it requires a password, certificate not verified");
        (await Question.AskAsync(way, target)).Detail.Should().Be("server is up; it requires a password, certificate not verified");
        var otherName = new ProbeOptions { Tls = certificate.Trusted.Tls with { ServerName = "other.example" } };
        (await Question.AskAsync(way, target, otherName)).Detail.Should().Be("server is up; it requires a password");
        (await Question.AskAsync(way, target.Replace("require", "verify-ca", StringComparison.Ordinal), otherName)).Detail.Should().Be("server is up; it requires a password");
        (await Question.AskAsync(way, target.Replace("require", "verify-ca", StringComparison.Ordinal))).Reason.Should().Be(Reason.Tls);
        (await Question.AskAsync(way, target.Replace("require", "verify-full", StringComparison.Ordinal), otherName)).Reason.Should().Be(Reason.Tls);
        (await AskAsync(way, server, "", "?sslmode=disable")).Detail.Should().StartWith("server is up; access denied: \"no pg_hba.conf entry for host ");
    }

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_while_it_recovers(Way way)
    {
        await using PostgresServer server = await PostgresServer.StartAsync(
            "entering standby mode", TrustAll, ["hot_standby=off"], folder => File.WriteAllText(Path.Combine(folder, "standby.signal"), ""));
        while ((await AskAsync(way, server)).Detail == "the server refuses: \"the database system is starting up\"")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        (await AskAsync(way, server)).Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"the database system is not accepting connections\""));
    }

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_while_it_shuts_down(Way way)
    {
        const int SmartShutdown = 15;
        await using PostgresServer server = await PostgresServer.StartAsync(Ready, TrustAll, []);
        using PostgresSession session = await PostgresSession.OpenAsync(server.Port);
        server.Signal(SmartShutdown);
        await server.HasWrittenAsync("received smart shutdown request");

        (await AskAsync(way, server)).Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"the database system is shutting down\""));
    }

    [ServerTheory(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_it_has_too_many_clients(Way way)
    {
        await using PostgresServer server = await PostgresServer.StartAsync(Ready, TrustAll, ["max_connections=1", "superuser_reserved_connections=0"]);
        using PostgresSession session = await PostgresSession.OpenAsync(server.Port);

        (await AskAsync(way, server)).Should().Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"sorry, too many clients already\""));
    }

    private static async Task<Outcome> AskAsync(Way way, PostgresServer server, string user = "", string rest = "") =>
        await Question.AskAsync(way, $"postgres://{user}127.0.0.1:{server.Port}{rest}") with { Elapsed = default };

    // The last line is of the test's own making, so that there is something to wait for.
    private static async Task LeavesNoLineAsync(Way way, PostgresServer server, string target, Outcome expected, ProbeOptions? options = null)
    {
        string before = server.Output;
        for (int i = 0; i < 20; i++)
        {
            Outcome outcome = await Question.AskAsync(way, target, options ?? new ProbeOptions());
            outcome.IsHealthy.Should().BeTrue(outcome.Detail);
            outcome.Detail.Should().StartWith(expected.Detail);
        }

        string mark = await AskForAnotherProtocolAsync(server.Port);
        await server.HasWrittenAsync(mark);
        server.Output[before.Length..].Trim().Split('\n').Should().ContainSingle().Which.Should().Contain(mark);
    }

    private static async Task<string> AskForAnotherProtocolAsync(int port)
    {
        byte minor = (byte)Interlocked.Increment(ref _marks);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync((byte[])[0, 0, 0, 9, 0, 4, 0, minor, 0]);
        while (await client.GetStream().ReadAsync(new byte[100]) > 0)
        {
        }

        return $"unsupported frontend protocol 4.{minor}:";
    }
}
