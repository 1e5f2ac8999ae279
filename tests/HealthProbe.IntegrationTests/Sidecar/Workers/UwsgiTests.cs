using System.Globalization;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>uWSGI, which says its numbers at a regular pace: the workers that work and those that wait.</summary>
public class UwsgiTests : GateTests
{
    private static readonly SidecarSettings _settings = new() { WorkerGauges = ["myapp.core.busy_workers", "myapp.core.idle_workers"] };

    [UwsgiFact(Timeout = Limit)]
    public async Task Is_live_and_never_flaps_when_a_worker_is_lost()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(_settings with { WorkerTtl = TimeSpan.FromSeconds(10) });
        (await sidecar.GetAsync("/health/live")).Status.Should().Be(422);
        await using PreforkServer uwsgi = await PreforkServer.UwsgiAsync(RunningServer.FreePort(), sidecar.StatsdPort);
        await UntilNumberAsync(sidecar, 3);
        await sidecar.UntilAsync("/health/live", 200);
        await using var sampler = new LiveSampler(sidecar);

        for (int i = 0; i < 3; i++)
        {
            await uwsgi.LoseWorkerAsync();
            (await uwsgi.AskAsync()).Should().Be("ok");
            await PushedAsync(sidecar);
        }

        (await sampler.NotLiveAsync()).Should().Be(0);
        await UntilNumberAsync(sidecar, 3);
    }

    [UwsgiFact(Timeout = Limit)]
    public async Task Is_not_live_once_the_master_was_killed_when_its_port_is_asked()
    {
        int port = RunningServer.FreePort();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(_settings with { WorkerProbe = Probe(port) });
        await using PreforkServer uwsgi = await PreforkServer.UwsgiAsync(port, sidecar.StatsdPort);
        await UntilNumberAsync(sidecar, 3);
        await sidecar.UntilAsync("/health/live", 200);

        uwsgi.Signal(PreforkServer.Kill);

        await StaysNotLiveAsync(sidecar);
    }

    [UwsgiFact(Timeout = Limit)]
    public async Task Is_not_live_once_the_master_was_killed_when_a_gauge_counts_for_a_time_only()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(_settings with { WorkerTtl = TimeSpan.FromSeconds(5) });
        await using PreforkServer uwsgi = await PreforkServer.UwsgiAsync(RunningServer.FreePort(), sidecar.StatsdPort);
        await sidecar.UntilAsync("/health/live", 200);

        uwsgi.Signal(PreforkServer.Kill);

        await StaysNotLiveAsync(sidecar);
    }

    // The sender's own count of datagrams since now: one push is about seventy of them.
    private static async Task PushedAsync(RunningSidecar sidecar)
    {
        long before = await PacketsAsync(sidecar);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await PacketsAsync(sidecar) < before + 70)
        {
            limit.IsCancellationRequested.Should().BeFalse("uWSGI should go on with saying its numbers");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static async Task<long> PacketsAsync(RunningSidecar sidecar)
    {
        const string Name = "healthprobe_statsd_packets_total ";
        string line = (await sidecar.GetAsync("/metrics")).Body.Split('\n').Single(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }
}
