using System.Net;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.IntegrationTests.Sidecar.Dependencies;

public class GoingDownAndUpTests
{
    private const int Limit = 60_000;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int End = 15;

    [Fact(Timeout = Limit)]
    public async Task Follows_a_port()
    {
        var server = new AcceptingServer(IPAddress.Loopback);
        int port = server.Port;
        await using var watched = new Watched($"port=tcp://127.0.0.1:{port}");
        await watched.BecomesAsync(HealthStatus.Up);
        await server.DisposeAsync();
        await watched.BecomesAsync(HealthStatus.Down);
        watched["port"].State.Last!.Value.Reason.Should().Be(Reason.Refused);

        await using var again = new AcceptingServer(IPAddress.Loopback, port);
        await watched.BecomesAsync(HealthStatus.Up);
    }

    [Fact(Timeout = Limit)]
    public async Task Follows_a_status()
    {
        int status = 200;
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => status));
        await using var watched = new Watched($"api=http://127.0.0.1:{server.Port}/health;critical=false;status=200");
        await watched.BecomesAsync(HealthStatus.Up);
        status = 503;
        await watched.BecomesAsync(HealthStatus.Degraded);
        watched.Monitor.IsReady.Should().BeTrue();
        watched["api"].State.Last!.Value.Summary.Should().Be("status 503");
        status = 200;
        await watched.BecomesAsync(HealthStatus.Up);
    }

    [ServerFact(RedisServer.Program, RedisServer.Program, Timeout = Limit)]
    public async Task Follows_redis()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var watched = new Watched($"cache=redis://127.0.0.1:{server.Port}");
        await watched.BecomesAsync(HealthStatus.Up);
        server.Running.Signal(Stop);
        await watched.BecomesAsync(HealthStatus.Down);
        watched["cache"].State.Last!.Value.Reason.Should().Be(Reason.Timeout);
        server.Running.Signal(Continue);
        await watched.BecomesAsync(HealthStatus.Up);
        await server.Running.EndAsync(End);
        await watched.BecomesAsync(HealthStatus.Down);
        watched["cache"].State.Last!.Value.Reason.Should().Be(Reason.Refused);
    }

    [ServerFact(PostgresServer.Program, PostgresServer.Package, Timeout = Limit)]
    public async Task Follows_postgresql()
    {
        await using PostgresServer server = await PostgresServer.StartAsync("database system is ready to accept connections", "host all all 127.0.0.1/32 trust", []);
        await using var watched = new Watched($"database=postgres://127.0.0.1:{server.Port}");
        await watched.BecomesAsync(HealthStatus.Up);
        server.Signal(Stop);
        await watched.BecomesAsync(HealthStatus.Down);
        watched["database"].State.Last!.Value.Reason.Should().Be(Reason.Timeout);
        server.Signal(Continue);
        await watched.BecomesAsync(HealthStatus.Up);
    }
}
