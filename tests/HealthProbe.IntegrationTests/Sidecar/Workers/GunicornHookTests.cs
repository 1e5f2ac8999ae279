using System.Net;
using System.Net.Sockets;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>Gunicorn with examples/gunicorn.conf.py, which needs no other StatsD option.</summary>
public class GunicornHookTests : GateTests
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(5);

    private static string Hooks => Path.Combine(AppContext.BaseDirectory, "gunicorn.conf.py");

    [GunicornFact(Timeout = Limit)]
    public async Task Says_the_true_number_on_every_change_and_zero_at_the_end()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerTtl = TimeToLive, Verbosity = 1 });
        await using PreforkServer gunicorn = await StartAsync(sidecar.StatsdPort);
        await UntilNumberAsync(sidecar, 3);
        await sidecar.UntilAsync("/health/live", 200);
        await using (var sampler = new LiveSampler(sidecar))
        {
            await gunicorn.LoseWorkerAsync();
            await UntilNumberAsync(sidecar, 3);
            sidecar.Log.Should().Contain("workers: 2 (before: 3)").And.Contain("workers: 3 (before: 2)", "one was lost, and replaced");
            gunicorn.Signal(PreforkServer.OneMore);
            await UntilNumberAsync(sidecar, 4);
            gunicorn.Signal(PreforkServer.OneLess);
            await UntilNumberAsync(sidecar, 3);
            int[] before = [.. gunicorn.Workers];
            gunicorn.Signal(PreforkServer.HangUp);
            await gunicorn.UntilWorkersAsync(3, before);
            await UntilNumberAsync(sidecar, 3);

            (await sampler.NotLiveAsync()).Should().Be(0);
        }

        gunicorn.Signal(PreforkServer.Terminate);

        await UntilNumberAsync(sidecar, 0);
        await StaysNotLiveAsync(sidecar);
        gunicorn.Output.Should().NotContain("Traceback");
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Replacing_the_only_worker_shows_neither_in_the_log_nor_in_an_answer_with_worker_confirm()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerTtl = TimeToLive, WorkerConfirm = TimeSpan.FromSeconds(2) });
        await using PreforkServer gunicorn = await PreforkServer.GunicornAsync(
            RunningServer.FreePort(), ["--config", Hooks, "--max-requests", "2"],
            new Dictionary<string, string> { ["HEALTHPROBE_SIDECAR_STATSD_PORT"] = $"{sidecar.StatsdPort}" }, workers: 1);
        await sidecar.UntilAsync("/health/live", 200);
        await sidecar.UntilLogAsync("health is UP", 1);
        string before = sidecar.Log;
        await using (var sampler = new LiveSampler(sidecar))
        {
            for (int i = 0; i < 5; i++)
            {
                int worker = gunicorn.Workers is [int first, ..] ? first : 0;
                await gunicorn.AskAsync();
                await gunicorn.AskAsync();
                await gunicorn.UntilWorkersAsync(1, worker);
            }

            (await sampler.NotLiveAsync()).Should().Be(0);
        }

        sidecar.Log.Should().Be(before);

        gunicorn.Signal(PreforkServer.Kill);
        await StaysNotLiveAsync(sidecar);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Never_flaps_while_a_new_master_takes_over()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerTtl = TimeToLive });
        await using PreforkServer gunicorn = await StartAsync(sidecar.StatsdPort);
        await sidecar.UntilAsync("/health/live", 200);
        await using var sampler = new LiveSampler(sidecar);

        await gunicorn.ReplaceMasterAsync();
        await UntilNumberAsync(sidecar, 3);

        (await sampler.NotLiveAsync()).Should().Be(0);
        gunicorn.Signal(PreforkServer.Terminate);
        await UntilNumberAsync(sidecar, 0);
        gunicorn.Output.Should().NotContain("Traceback");
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Is_heard_by_a_sidecar_that_starts_later()
    {
        using var first = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)first.Client.LocalEndPoint!).Port;
        await using PreforkServer gunicorn = await StartAsync(port);
        await HearAsync(first, "gunicorn.workers:3|g");
        first.Dispose();
        (await gunicorn.AskAsync()).Should().Be("ok");

        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { StatsdPort = port });

        await sidecar.UntilAsync("/health/live", 200);
        await UntilNumberAsync(sidecar, 3);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Is_not_live_once_the_master_was_killed_when_a_gauge_counts_for_a_time_only()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { WorkerTtl = TimeToLive });
        await using PreforkServer gunicorn = await StartAsync(sidecar.StatsdPort);
        await sidecar.UntilAsync("/health/live", 200);

        gunicorn.Signal(PreforkServer.Kill);

        await StaysNotLiveAsync(sidecar);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Speaks_over_a_unix_socket()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("healthprobe-");
        string address = $"unix://{folder.FullName}/statsd.sock";
        await using (RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { StatsdHost = address }))
        await using (PreforkServer gunicorn = await StartAsync("HEALTHPROBE_SIDECAR_STATSD_HOST", address))
        {
            await UntilNumberAsync(sidecar, 3);

            gunicorn.Signal(PreforkServer.Terminate);

            await UntilNumberAsync(sidecar, 0);
        }

        folder.Delete(recursive: true);
    }

    [GunicornFact(Timeout = Limit)]
    public async Task Agrees_with_what_Gunicorn_says_itself()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings());
        await using PreforkServer gunicorn = await PreforkServer.GunicornAsync(
            RunningServer.FreePort(), ["--config", Hooks, "--statsd-host", $"127.0.0.1:{sidecar.StatsdPort}"]);
        await UntilNumberAsync(sidecar, 3);
        await using var sampler = new LiveSampler(sidecar);

        gunicorn.Signal(PreforkServer.OneMore);
        await UntilNumberAsync(sidecar, 4);

        (await sampler.NotLiveAsync()).Should().Be(0);
    }

    private static Task<PreforkServer> StartAsync(int statsdPort) => StartAsync("HEALTHPROBE_SIDECAR_STATSD_PORT", $"{statsdPort}");

    private static Task<PreforkServer> StartAsync(string variable, string value) =>
        PreforkServer.GunicornAsync(RunningServer.FreePort(), ["--config", Hooks], new Dictionary<string, string> { [variable] = value });
}
