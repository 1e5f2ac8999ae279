using System.Net;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.IntegrationTests.Sidecar.Dependencies;

public class IndependenceTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task One_that_hangs_for_ever_delays_no_other()
    {
        using var silent = new SilentServer(IPAddress.Loopback);
        await using var server = new AcceptingServer(IPAddress.Loopback);
        await using var watched = new Watched($"dead=tcp://127.0.0.1:{silent.Port};timeout=1h;critical=false", $"alive=tcp://127.0.0.1:{server.Port}");

        await watched.AnswersAsync("alive", 20);

        watched.Answers("dead").Should().Be(0);
        (watched.Monitor.Status, watched.Monitor.IsReady).Should().Be((HealthStatus.Degraded, true));
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_hangs_does_not_keep_the_end_waiting()
    {
        using var silent = new SilentServer(IPAddress.Loopback);
        var watched = new Watched($"dead=tcp://127.0.0.1:{silent.Port};timeout=1h");

        await watched.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact(Timeout = Limit)]
    public async Task Is_asked_once_at_a_time_however_many_read()
    {
        int atOnce = 0;
        int most = 0;
        int asked = 0;
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            Interlocked.Increment(ref asked);
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            Interlocked.Decrement(ref atOnce);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        });
        await using var watched = new Watched($"slow=http://127.0.0.1:{server.Port}/;timeout=5s");
        await watched.BecomesAsync(HealthStatus.Up);

        int before = watched.Answers("slow");
        Parallel.For(0, 500, _ => watched.Monitor.Status.Should().Be(HealthStatus.Up));
        await watched.AnswersAsync("slow", 5);

        most.Should().Be(1);
        asked.Should().BeInRange(before + 5, watched.Answers("slow") + 1, "only the period asks");
    }

    [Fact(Timeout = Limit)]
    public async Task A_clock_that_is_set_back_changes_nothing()
    {
        var clock = new WallClock();
        var server = new AcceptingServer(IPAddress.Loopback);
        await using var watched = new Watched(clock, $"port=tcp://127.0.0.1:{server.Port}");
        await watched.BecomesAsync(HealthStatus.Up);

        clock.Offset = TimeSpan.FromHours(-1);
        await watched.AnswersAsync("port", 10);
        watched.Monitor.Status.Should().Be(HealthStatus.Up);
        await server.DisposeAsync();
        await watched.BecomesAsync(HealthStatus.Down);
    }

    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
