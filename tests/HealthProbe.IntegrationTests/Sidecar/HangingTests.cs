using System.Net;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Answers come from memory: whoever asks neither waits for a dependency nor has it asked.</summary>
public class HangingTests
{
    private const int Limit = 60_000;

    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private static readonly string[] Paths = ["/health/live", "/health/ready", "/health/startup", "/healthz", "/livez", "/readyz", "/health", "/v1/health", "/metrics"];

    [Fact(Timeout = Limit)]
    public async Task A_dependency_that_hangs_delays_no_answer_and_no_end()
    {
        using var silent = new SilentServer(IPAddress.Loopback);
        var settings = new SidecarSettings
        {
            HasWorkerGate = false,
            Drain = TimeSpan.Zero,
            Dependencies =
            [
                SomeDependency.At($"http://127.0.0.1:{silent.Port}/") with { Name = "a", Timeout = TimeSpan.FromHours(1) },
                SomeDependency.Answering(new HangingProbe()) with { Name = "b", Timeout = TimeSpan.FromHours(1) },
                SomeDependency.Answering(new BlockingProbe()) with { Name = "c", Timeout = TimeSpan.FromHours(1) },
            ],
        };
        RunningSidecar sidecar = await RunningSidecar.StartAsync(settings);

        foreach (string path in Paths)
        {
            long start = TimeProvider.System.GetTimestamp();
            await sidecar.GetAsync(path);
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(InTime, path);
        }

        (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
        (await sidecar.GetAsync("/health/ready")).Status.Should().Be(422);
        long end = TimeProvider.System.GetTimestamp();
        await sidecar.DisposeAsync();
        TimeProvider.System.GetElapsedTime(end).Should().BeLessThan(InTime);
    }

    [Fact(Timeout = Limit)]
    public async Task Five_hundred_readers_at_once_have_nothing_asked()
    {
        int asked = 0;
        await using var dependency = new ScriptedServer(async (stream, stop) =>
        {
            Interlocked.Increment(ref asked);
            await ScriptedServer.AnswersStatus(() => 200)(stream, stop);
        });
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings
        {
            HasWorkerGate = false,
            Dependencies = [SomeDependency.At($"http://127.0.0.1:{dependency.Port}/") with { Timeout = TimeSpan.FromSeconds(20) }],
        });
        await sidecar.UntilAsync("/health/ready", 200);

        (int Status, string Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => sidecar.GetAsync(i % 2 == 0 ? "/health" : "/health/ready")));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        asked.Should().Be(1);
    }

    private sealed class HangingProbe : IProbe
    {
        public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return default;
        }
    }

    // As a lookup in the resolver does: the thread itself waits.
    private sealed class BlockingProbe : IProbe
    {
        public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            using var never = new ManualResetEventSlim();
            never.Wait(TimeSpan.FromSeconds(15), CancellationToken.None);
            return default;
        }
    }
}
