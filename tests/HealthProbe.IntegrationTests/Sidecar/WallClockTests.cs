using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class WallClockTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Nothing_changes_when_the_clock_on_the_wall_is_set(int hours)
    {
        var time = new WallClock();
        int asked = 0;
        await using var dependency = new ScriptedServer(async (stream, stop) =>
        {
            Interlocked.Increment(ref asked);
            await ScriptedServer.AnswersStatus(() => 200)(stream, stop);
        });
        var settings = new SidecarSettings
        {
            WorkerTtl = TimeSpan.FromMinutes(30),
            RateLimit = 10_000,
            Dependencies = [SomeDependency.At($"http://127.0.0.1:{dependency.Port}/") with { Period = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(20) }],
        };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(settings, time);
        await sidecar.SayAsync("workers:2|g");
        await sidecar.UntilAsync("/health/ready", 200);

        time.Offset = TimeSpan.FromHours(hours);

        int before = Volatile.Read(ref asked);
        while (Volatile.Read(ref asked) < before + 10)
        {
            (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
            (await sidecar.GetAsync("/health/ready")).Status.Should().Be(200);
            (await sidecar.GetAsync("/health")).Status.Should().Be(200);
        }

        await sidecar.SayAsync("workers:0|g");
        await sidecar.UntilAsync("/health/live", 422);
    }

    /// <summary>Real time with a clock on the wall that can be set.</summary>
    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
