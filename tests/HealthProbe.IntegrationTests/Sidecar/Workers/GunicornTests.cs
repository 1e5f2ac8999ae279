using System.Net;
using System.Net.Sockets;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>Gunicorn with nothing but its own StatsD options.</summary>
public class GunicornTests : GateTests
{
    [ServerTheory("gunicorn", "gunicorn", Timeout = Limit)]
    [InlineData("")]
    [InlineData("--statsd-prefix svc")]
    [InlineData("--statsd-prefix t")]
    [InlineData("--statsd-prefix svc --dogstatsd-tags env:prod,team:x")]
    public async Task Is_live_once_it_has_booted(string options)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());
        (await sidecar.GetAsync("/health/live")).Status.Should().Be(422);

        await using PreforkServer gunicorn = await StartAsync(RunningServer.FreePort(), sidecar.StatsdPort, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        await sidecar.UntilAsync("/health/live", 200);
        await UntilNumberAsync(sidecar, 3);
    }

    [ServerTheory("gunicorn", "gunicorn", Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Never_flaps_while_workers_come_and_go(bool isProbed)
    {
        int port = RunningServer.FreePort();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerProbe = isProbed ? Probe(port) : null });
        await using PreforkServer gunicorn = await StartAsync(port, sidecar.StatsdPort);
        await UntilNumberAsync(sidecar, 3);
        await sidecar.UntilAsync("/health/live", 200);
        await using var sampler = new LiveSampler(sidecar);

        await gunicorn.LoseWorkerAsync();
        gunicorn.Signal(PreforkServer.OneMore);
        await UntilNumberAsync(sidecar, 4);
        gunicorn.Signal(PreforkServer.OneLess);
        await UntilNumberAsync(sidecar, 3);
        await gunicorn.UntilWorkersAsync(3);
        int[] before = [.. gunicorn.Workers];
        gunicorn.Signal(PreforkServer.HangUp);
        await gunicorn.UntilWorkersAsync(3, before);
        gunicorn.Signal(PreforkServer.OneLess);
        await UntilNumberAsync(sidecar, 2);
        gunicorn.Signal(PreforkServer.OneMore);
        await UntilNumberAsync(sidecar, 3);
        (await gunicorn.AskAsync()).Should().Be("ok");

        (await sampler.NotLiveAsync()).Should().Be(0);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Is_not_live_once_the_master_was_killed_when_its_port_is_asked()
    {
        int port = RunningServer.FreePort();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerProbe = Probe(port) });
        await using PreforkServer gunicorn = await StartAsync(port, sidecar.StatsdPort);
        await UntilNumberAsync(sidecar, 3);
        await sidecar.UntilAsync("/health/live", 200);

        gunicorn.Signal(PreforkServer.Kill);

        await StaysNotLiveAsync(sidecar);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Leaves_its_last_number_standing_when_it_is_killed_and_nobody_asks_its_port()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());
        await using PreforkServer gunicorn = await StartAsync(RunningServer.FreePort(), sidecar.StatsdPort);
        await sidecar.UntilAsync("/health/live", 200);

        gunicorn.Signal(PreforkServer.Kill);
        Outcome outcome;
        do
        {
            outcome = await Question.AskAsync(Way.Asynchronously, $"tcp://127.0.0.1:{gunicorn.Port}");
        }
        while (outcome.IsHealthy);

        (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Is_not_heard_by_a_sidecar_that_starts_later_which_has_to_ask_its_port()
    {
        using var first = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)first.Client.LocalEndPoint!).Port;
        await using PreforkServer gunicorn = await StartAsync(RunningServer.FreePort(), port);
        await HearAsync(first, "gunicorn.workers:3|g");
        first.Dispose();

        await using (RunningSidecar alone = await RunningSidecar.StartAsync(new SidecarSettings { StatsdPort = port }))
        {
            // Its other metrics do come.
            await gunicorn.AskAsync();
            await UntilMetricAsync(alone, "healthprobe_statsd_packets_total 3");
            (await alone.GetAsync("/health/live")).Status.Should().Be(422);

            gunicorn.Signal(PreforkServer.OneMore);
            await alone.UntilAsync("/health/live", 200);
            await UntilNumberAsync(alone, 4);
        }

        await using RunningSidecar asking = await RunningSidecar.StartAsync(new SidecarSettings { StatsdPort = port, WorkerProbe = Probe(gunicorn.Port) });
        await asking.UntilAsync("/health/live", 200);
    }

    private static Task<PreforkServer> StartAsync(int port, int statsdPort, params string[] options) =>
        PreforkServer.GunicornAsync(port, ["--statsd-host", $"127.0.0.1:{statsdPort}", .. options]);
}
