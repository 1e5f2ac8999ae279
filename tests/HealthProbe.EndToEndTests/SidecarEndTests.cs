using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>How the sidecar ends when it is told to, whatever it is doing: with exit code 0 and soon.</summary>
[Collection(EndToEnd.Name)]
public sealed class SidecarEndTests(PublishedBinaries binaries)
{
    // Beyond the drain.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [BinaryTheory(Timeout = 30_000)]
    [Both(RunningProgram.Terminate, "--no-worker-gate")]
    [Both(RunningProgram.Terminate, "--min-workers=1")]
    [Both(RunningProgram.Interrupt, "--no-worker-gate")]
    [Both(RunningProgram.Interrupt, "--min-workers=1")]
    public async Task Ends_at_once_without_a_drain_live_or_not(Edition edition, int signal, string gate)
    {
        using RunningSidecar sidecar = await StartAsync(edition, gate, "--drain", "0");

        sidecar.Signal(signal);

        await EndsAsync(sidecar, Soon);
    }

    [BinaryTheory(Timeout = 30_000), Both]
    public async Task Is_not_ready_from_the_signal_on_and_live_until_its_end(Edition edition)
    {
        using RunningSidecar sidecar = await StartAsync(edition, "--no-worker-gate", "--drain", "3s");
        (await sidecar.GetAsync("/health/ready")).Should().Be(200);
        var watch = Stopwatch.StartNew();

        sidecar.Signal(RunningProgram.Terminate);

        await sidecar.UntilAsync("/health/ready", 422);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
        (await sidecar.GetAsync("/readyz")).Should().Be(503);
        (await sidecar.GetAsync("/health/live")).Should().Be(200);
        (await sidecar.GetAsync("/metrics")).Should().Be(200);
        await EndsAsync(sidecar, TimeSpan.FromSeconds(3) + Soon);
        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(2.9));
    }

    [BinaryTheory(Timeout = 30_000)]
    [Both(RunningProgram.Terminate, RunningProgram.Terminate)]
    [Both(RunningProgram.Terminate, RunningProgram.Interrupt)]
    [Both(RunningProgram.Interrupt, RunningProgram.Interrupt)]
    public async Task A_second_signal_ends_the_drain(Edition edition, int first, int second)
    {
        using RunningSidecar sidecar = await StartAsync(edition, "--no-worker-gate", "--drain", "1h");
        sidecar.Signal(first);
        await sidecar.UntilAsync("/health/ready", 422);

        sidecar.Signal(second);

        await EndsAsync(sidecar, Soon);
    }

    [BinaryTheory(Timeout = 30_000), Both]
    public async Task A_hangup_is_a_line_in_the_log_and_no_end(Edition edition)
    {
        using RunningSidecar sidecar = await StartAsync(edition, "--no-worker-gate", "--drain", "0");

        sidecar.Signal(RunningProgram.Hangup);

        (await sidecar.ReadUntilAsync("SIGHUP is ignored: settings are read at start; restart the sidecar to change them")).Should().Contain(" info ");
        (await sidecar.GetAsync("/health/live")).Should().Be(200);
        sidecar.Signal(RunningProgram.Terminate);
        await EndsAsync(sidecar, Soon);
    }

    [NativeFact(Timeout = 30_000)]
    public async Task Any_number_of_signals_is_no_crash()
    {
        for (int i = 0; i < 10; i++)
        {
            using RunningSidecar sidecar = await StartAsync(Edition.Native, "--no-worker-gate", "--drain", "1h");
            Task<(int ExitCode, string Errors, TimeSpan Elapsed)> end = sidecar.EndAsync();
            while (!end.IsCompleted)
            {
                sidecar.TrySignal(RunningProgram.Terminate);
                await Task.Delay(1);
            }

            ((await end).ExitCode, (await end).Errors).Should().Be((0, ""));
        }
    }

    // Before the runtime runs, the kernel ends it as it ends any program: with the signal.
    [NativeFact(Timeout = 60_000)]
    public async Task Ends_at_any_moment_of_its_start()
    {
        for (int i = 0; i < 40; i++)
        {
            ProcessRun run = await ProcessRun.StartAsync(
                "bash", ["-c", $"\"$0\" \"$@\" & sleep {(i / 1000.0).ToString(CultureInfo.InvariantCulture)}; kill -TERM $!; wait $!", binaries.NativeSidecar, "-H", "127.0.0.1", "-P", "0", "--statsd-port", "0", "--drain", "0"]);

            run.ExitCode.Should().BeOneOf(0, 128 + RunningProgram.Terminate);
            run.Error.Should().BeEmpty();
        }
    }

    [BinaryTheory(Timeout = 30_000), Both]
    public async Task Ends_while_a_dependency_and_the_application_hang(Edition edition)
    {
        using var full = new FullPort();
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using RunningSidecar sidecar = await StartAsync(
            edition, "--no-worker-gate", "--drain", "0",
            "--dependency", $"full=tcp://127.0.0.1:{full.Number};timeout=1h;critical=false", "--dependency", $"silent=http://127.0.0.1:{silent.Port}/;timeout=1h;critical=false",
            "--application-health-ready-url", $"http://127.0.0.1:{silent.Port}/", "--application-timeout", "1h");
        using Socket asking = await Client.ConnectAsync(sidecar.Port);
        await asking.SendAsync("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        (await sidecar.GetAsync("/health/live")).Should().Be(200);

        sidecar.Signal(RunningProgram.Terminate);

        await EndsAsync(sidecar, Soon);
    }

    [BinaryTheory(Timeout = 30_000), Both]
    public async Task Ends_while_slow_clients_are_connected(Edition edition)
    {
        using RunningSidecar sidecar = await StartAsync(edition, "--no-worker-gate", "--drain", "0");
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 100; i++)
            {
                clients.Add(await Client.ConnectAsync(sidecar.Port));
                await clients[i].SendAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: x\r\n"[..(i % 30)]));
            }

            sidecar.Signal(RunningProgram.Terminate);

            await EndsAsync(sidecar, Soon);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [NativeFact("unshare", "pgrep", Need.Root, Timeout = 30_000)]
    public async Task Ends_as_process_1_of_a_container()
    {
        ProcessRun run = await ProcessRun.StartAsync(
            "bash",
            [
                "-c",
                "unshare --pid --fork --kill-child \"$0\" \"$@\" & for i in $(seq 50); do child=$(pgrep -P $!) && break; sleep 0.05; done; sleep 0.5; kill -TERM $child; wait $!",
                binaries.NativeSidecar, "--no-worker-gate", "-H", "127.0.0.1", "-P", "0", "--drain", "200ms",
            ]);

        run.ExitCode.Should().Be(0);
        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("stopped\n");
    }

    [BinaryTheory(Timeout = 30_000)]
    [Both(RunningProgram.Terminate)]
    [Both(RunningProgram.Interrupt)]
    public async Task Ends_while_its_settings_are_read_from_a_pipe(Edition edition, int signal)
    {
        string folder = Directory.CreateTempSubdirectory("healthprobe-pipe-").FullName;
        string pipe = Path.Combine(folder, "pipe");
        (await ProcessRun.StartAsync("mkfifo", [pipe])).ExitCode.Should().Be(0);
        using var program = new RunningProgram(binaries.PathOfSidecar(edition), ["--config", pipe]);

        // It is opened when the sidecar has opened it.
        await using FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write));
        program.Signal(signal);
        (int exitCode, string errors) = await program.EndAsync().WaitAsync(Soon);
        Directory.Delete(folder, recursive: true);

        (exitCode, errors).Should().Be((0, ""));
    }

    private Task<RunningSidecar> StartAsync(Edition edition, params string[] arguments) => RunningSidecar.StartAsync([binaries.PathOfSidecar(edition)], arguments);

    private static async Task EndsAsync(RunningSidecar sidecar, TimeSpan limit)
    {
        (int exitCode, string errors, TimeSpan elapsed) = await sidecar.EndAsync();
        (exitCode, errors).Should().Be((0, ""));
        elapsed.Should().BeLessThan(limit);
        (await sidecar.GetAsync("/health/live")).Should().Be(0);
    }
}
