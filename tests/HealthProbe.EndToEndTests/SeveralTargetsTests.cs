using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class SeveralTargetsTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000)]
    [Both("", 1)]
    [Both("--any", 0)]
    public async Task Wants_all_to_be_healthy_or_any(Edition edition, string option, int exitCode)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        string[] arguments = [$"127.0.0.1:{open.Number}", $"127.0.0.1:{closed.Number}", .. option.Length == 0 ? [] : new[] { option }];

        ProcessRun run = await binaries.RunAsync(edition, arguments);

        run.ExitCode.Should().Be(exitCode);
        run.Output.Should().MatchRegex(exitCode == 0 ? "^$" : $@"^unhealthy tcp://127\.0\.0\.1:{closed.Number}: connection refused \(\d+\.\d ms\)\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Answers_in_the_order_they_were_written(Edition edition)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{closed.Number}", $"127.0.0.1:{open.Number}", "--output", "json");

        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        lines[0].Should().StartWith($"{{\"target\":\"tcp://127.0.0.1:{closed.Number}\",\"healthy\":false,");
        lines[1].Should().StartWith($"{{\"target\":\"tcp://127.0.0.1:{open.Number}\",\"healthy\":true,");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Finds_a_server_that_speaks_either_http_or_https(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => 200));

        ProcessRun run = await binaries.RunAsync(edition, "--any", $"http://127.0.0.1:{server.Port}/", $"https://127.0.0.1:{server.Port}/");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 30_000), Both]
    public async Task Asks_more_targets_than_it_may_have_descriptors(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => 200));
        string[] targets = [.. Enumerable.Range(0, 500).Select(i => $"http://127.0.0.1:{server.Port}/{i}")];

        ProcessRun run = await binaries.RunInShellAsync(edition, "ulimit -n 64; exec \"$0\" \"$@\"", [.. targets, "--timeout", "10s"]);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }
}
