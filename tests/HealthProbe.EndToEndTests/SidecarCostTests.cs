using System.Diagnostics;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>What the sidecar costs. The bounds leave room for a busy machine; bench/sidecar.sh prints the figures.</summary>
[Collection(EndToEnd.Name)]
public sealed class SidecarCostTests(PublishedBinaries binaries)
{
    private const long MostResident = 18 * 1024 * 1024;
    private const int Attempts = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150);

    [NativeFact(Timeout = 60_000)]
    public async Task Answers_soon_after_its_start()
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int i = 0; i < Attempts && fastest > Soon; i++)
        {
            var watch = Stopwatch.StartNew();
            using RunningSidecar sidecar = await RunningSidecar.StartAsync([binaries.NativeSidecar], "--no-worker-gate");
            (await sidecar.GetAsync("/health/live")).Should().Be(200);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        fastest.Should().BeLessThan(Soon);
    }

    [NativeFact(Timeout = 30_000)]
    public async Task Gives_back_the_memory_that_only_its_start_needed()
    {
        using RunningSidecar sidecar = await RunningSidecar.StartAsync([binaries.NativeSidecar], "--no-worker-gate");

        // Unasked: an answer takes some of it again. The line that says that it answers comes a moment before.
        var watch = Stopwatch.StartNew();
        while (Resources.Resident(sidecar.Process) > Resources.PeakResident(sidecar.Process) * 4 / 5)
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        (await sidecar.GetAsync("/health/live")).Should().Be(200);
    }

    [NativeFact(Timeout = 120_000)]
    public async Task Costs_next_to_nothing_at_rest_with_five_dependencies()
    {
        await using var dependencies = new FiveDependencies();
        using RunningSidecar sidecar = await RunningSidecar.StartAsync([binaries.NativeSidecar], ["--no-worker-gate", .. dependencies.ArgumentsWith(";period=500ms")]);
        await sidecar.UntilAsync("/health/ready", 200);
        foreach (string path in (string[])["/health", "/metrics", "/health/live"])
        {
            (await sidecar.GetAsync(path)).Should().Be(200);
        }

        // Half a second beyond the start, then as many attempts in two seconds as the default period makes in twenty.
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        TimeSpan before = Resources.ProcessorTime(sidecar.Process);
        await Task.Delay(TimeSpan.FromSeconds(2));
        TimeSpan used = Resources.ProcessorTime(sidecar.Process) - before;

        used.Should().BeLessThan(TimeSpan.FromMilliseconds(40), "0.1 % of a core is 20 ms in 20 s");
        Resources.Resident(sidecar.Process).Should().BeLessThan(MostResident);
    }
}
