using System.Diagnostics;
using System.Net;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class WaitTests(PublishedBinaries binaries)
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(400);

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task Tells_the_story_of_a_server_that_comes_up_late(Edition edition)
    {
        int port = FreePort();
        Task<ProcessRun> wait = binaries.RunAsync(edition, $"http://127.0.0.1:{port}/", "--wait", "10s", "--interval", "50ms");
        await Task.Delay(Late);
        int status = 503;
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => status), new IPEndPoint(IPAddress.Loopback, port));
        await Task.Delay(Late);
        status = 200;

        ProcessRun run = await wait;

        run.ExitCode.Should().Be(0, run.Output);
        run.Output.Should().MatchRegex(
            $@"^  \d\.\ds  connection refused\n  \d\.\ds  status 503\nhealthy http://127\.0\.0\.1:{port}/ after \d\.\ds \(refused \d\.\ds, status 503 \d\.\ds\)\n$");
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Says_at_the_limit_what_the_time_went_on(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--wait", "1s", "--interval", "100ms");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            $@"^  0\.\ds  connection refused\nunhealthy tcp://127\.0\.0\.1:{port.Number} after 1\.\ds \(refused 1\.\ds\): connection refused\n$");
        run.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(0.9)).And.BeLessThan(TimeSpan.FromSeconds(2));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Says_the_phases_as_json(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--wait", "500ms", "--interval", "100ms", "--output", "json");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            $@"^\{{""target"":""tcp://127\.0\.0\.1:{port.Number}"",""healthy"":false,""reason"":""refused"",""detail"":""connection refused"",""elapsed_ms"":[\d.]+,""attempts"":\d+,""phases"":\[\{{""summary"":""refused"",""elapsed_ms"":[\d.]+\}}\]\}}\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Annotates_a_workflow(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "-o", "github");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^::error title=healthprobe::unhealthy tcp://127\.0\.0\.1:{port.Number}: connection refused \(\d+\.\d ms\)\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Waits_for_a_server_to_go_away(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--wait", "5s", "--invert");

        run.ExitCode.Should().Be(0);
        run.Output.Should().MatchRegex($@"^healthy tcp://127\.0\.0\.1:{port.Number} after \d\.\ds\n$");
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("nosuchname.invalid:80")]
    public async Task Takes_no_unknown_name_for_a_server_that_went_away(Edition edition, string target) =>
        (await binaries.RunAsync(edition, target, "--invert", "--wait", "300ms")).ExitCode.Should().Be(1);

    [BinaryTheory(Timeout = 10_000)]
    [Both("TERM", 143)]
    [Both("INT", 130)]
    public async Task A_signal_ends_the_wait_at_once(Edition edition, string signal, int exitCode)
    {
        using var port = new ClosedPort();

        // The limit is the sender: it is gone long before the wait is over. A shell without job control starts its children with SIGINT
        // ignored; timeout does not.
        ProcessRun run = await binaries.RunInShellAsync(
            edition, $"timeout --preserve-status --signal {signal} 0.5 \"$0\" \"$@\"", $"127.0.0.1:{port.Number}", "--wait", "30s", "--quiet");

        run.ExitCode.Should().Be(exitCode);
        run.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("TERM", 143)]
    [Both("INT", 130)]
    public async Task A_signal_ends_the_wait_with_its_summary(Edition edition, string signal, int exitCode)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunInShellAsync(
            edition, $"timeout --preserve-status --signal {signal} 1 \"$0\" \"$@\"", $"127.0.0.1:{port.Number}", "--wait", "30s", "-i", "100ms");

        run.ExitCode.Should().Be(exitCode);
        run.Output.Should().MatchRegex(
            $@"^  0\.\ds  connection refused\nunhealthy tcp://127\.0\.0\.1:{port.Number} after [01]\.\ds \(refused [01]\.\ds\): interrupted; connection refused\n$");
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("2s", 2.0)]
    [Both("25ms", 0.025)]
    public async Task Ends_at_its_limit_and_not_before(Edition edition, string limit, double seconds)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--wait", limit, "-o", "json");

        using var json = System.Text.Json.JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("elapsed_ms").GetDouble().Should().BeInRange(seconds * 1000, (seconds * 1000) + 300);
        json.RootElement.GetProperty("attempts").GetInt32().Should().Be(seconds > 1 ? 3 : 1);
    }

    [NativeFact("unshare", Need.Root, Timeout = 10_000)]
    public async Task A_signal_ends_the_wait_of_the_first_process_too()
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunInShellAsync(
            Edition.Native,
            "unshare --pid --fork --kill-child \"$0\" \"$@\" & for i in $(seq 50); do child=$(pgrep -P $!) && break; sleep 0.05; done; sleep 0.3; kill -TERM $child; wait $!",
            $"127.0.0.1:{port.Number}", "--wait", "30s", "--quiet");

        run.ExitCode.Should().Be(143);
    }

    [NativeFact(Timeout = 20_000)]
    public async Task Costs_next_to_nothing_while_it_waits()
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunInShellAsync(
            Edition.Native, "TIMEFORMAT='%U %S'; time \"$0\" \"$@\"", $"127.0.0.1:{port.Number}", "--wait", "5s", "--interval", "100ms", "--quiet");

        // 50 attempts; the promise is 50 ms for 60 of them, and the machine may be busy.
        double cpu = run.Error.Trim().Split(' ').Sum(seconds => double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        cpu.Should().BeLessThan(0.1);
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Becomes_the_command_once_healthy(Edition edition)
    {
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunInShellAsync(
            edition, "echo $$; exec \"$0\" \"$@\"", $"127.0.0.1:{port.Number}", "--", "sh", "-c", "echo $$; echo $0 $1; exit 7", "--", "--wait");

        string[] lines = run.Output.Split('\n');
        lines[1].Should().Be(lines[0], "the process is the same");
        lines[2].Should().Be("-- --wait", "arguments after -- are the command's own");
        run.ExitCode.Should().Be(7);
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Never_starts_the_command_when_unhealthy(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--", "echo", "started");

        run.ExitCode.Should().Be(1);
        (run.Output + run.Error).Should().NotContain("started").And.Contain("connection refused");
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("/no/such/command", "there is no such command")]
    [Both("/etc/passwd", "it may not be executed")]
    public async Task Says_why_the_command_cannot_be_run(Edition edition, string command, string why)
    {
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--", command);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", $"healthprobe: cannot run \"{command}\": {why}\n", default));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Leaves_the_command_its_signals(Edition edition)
    {
        using var port = new OpenPort();

        // Bit 13 of SigIgn is SIGPIPE, which the runtime ignores.
        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{port.Number}", "--", "grep", "SigIgn", "/proc/self/status");

        ulong ignored = Convert.ToUInt64(run.Output.Split('\t')[1].Trim(), 16);
        (ignored & (1UL << 12)).Should().Be(0);
    }

    private static int FreePort()
    {
        using var port = new ClosedPort();
        return port.Number;
    }
}
