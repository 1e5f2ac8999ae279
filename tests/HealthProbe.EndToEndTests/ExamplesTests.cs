using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>The command lines of the examples, run as they stand there against a real server.</summary>
[Collection(EndToEnd.Name)]
public sealed class ExamplesTests(PublishedBinaries binaries)
{
    private static readonly byte[] Up = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}");

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Each_healthcheck_of_compose_yaml_works(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Up));
        using var database = new OpenPort();
        List<string[]> checks = [.. Lists("test:")];
        checks.Should().HaveCount(2);
        foreach (string[] check in checks)
        {
            check[..2].Should().Equal("CMD", "/healthprobe");

            ProcessRun run = await binaries.RunAsync(edition, Variables(server, database), check[2..]);

            (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        }
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task The_worker_of_compose_yaml_waits_and_starts(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Up));
        using var database = new OpenPort();
        string[] entrypoint = Lists("entrypoint:").Single();

        ProcessRun run = await binaries.RunAsync(edition, Variables(server, database), [.. entrypoint[1..], "echo", "the worker"]);

        run.ExitCode.Should().Be(0);
        run.Output.Should().Be("the worker\n", "the story is told on standard error when a command follows");
        run.Error.Should().MatchRegex($@"^healthy http://127\.0\.0\.1:{server.Port}/health after 0\.\ds\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task The_smoke_step_of_github_actions_yml_annotates(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Up));
        string line = File.ReadAllLines(Repository.PathOf("examples/github-actions.yml")).Select(text => text.Trim()).Single(text => text.StartsWith("run: healthprobe ", StringComparison.Ordinal));
        string script = line["run: ".Length..].Replace("healthprobe ", "\"$0\" ", StringComparison.Ordinal);

        ProcessRun run = await binaries.RunInShellAsync(edition, $"API=http://127.0.0.1:{server.Port}; {script}");

        run.ExitCode.Should().Be(0);
        run.Output.Should().MatchRegex($@"^::notice title=healthprobe::healthy http://127\.0\.0\.1:{server.Port}/health after 0\.\ds\n$");
    }

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task The_healthcheck_of_the_heartbeat_sees_the_worker_live_and_stop(Edition edition)
    {
        using var folder = new TemporaryFolder();
        string heartbeat = folder.PathOf("beat");
        string line = File.ReadAllLines(Repository.PathOf("examples/heartbeat/Dockerfile")).Single(text => text.StartsWith("HEALTHCHECK", StringComparison.Ordinal));
        string[] check = JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
        check[0].Should().Be("/healthprobe");
        Dictionary<string, string> variables = new() { ["HEARTBEAT"] = heartbeat };

        ProcessRun before = await binaries.RunAsync(edition, variables, check[1..]);
        before.Output.Should().MatchRegex($@"^unhealthy file://{heartbeat}: no such file \(\d+\.\d ms\)\n$");

        using (var worker = new RunningProgram(variables, Repository.PathOf("examples/heartbeat/worker.sh")))
        {
            ProcessRun alive = await binaries.RunAsync(edition, variables, [.. check[1..], "--wait", "5s", "--interval", "50ms", "--quiet"]);
            (alive with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
            worker.Signal(RunningProgram.Terminate);
            await worker.EndAsync();
        }

        File.SetLastWriteTimeUtc(heartbeat, DateTime.UtcNow - TimeSpan.FromMinutes(10));
        ProcessRun stopped = await binaries.RunAsync(edition, variables, check[1..]);
        stopped.ExitCode.Should().Be(1);
        stopped.Output.Should().MatchRegex($@"^unhealthy file://{heartbeat}: modified 10m\ds ago, more than 30s \(\d+\.\d ms\)\n$");
    }

    // Compose reads $$ as $.
    private static IEnumerable<string[]> Lists(string key) => File.ReadAllLines(Repository.PathOf("examples/compose.yaml"))
        .Select(line => line.Trim())
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => JsonSerializer.Deserialize<string[]>(line[key.Length..].Replace("$$", "$", StringComparison.Ordinal))!);

    private static Dictionary<string, string> Variables(ScriptedServer server, OpenPort database) => new()
    {
        ["API_HOST"] = "127.0.0.1",
        ["API_PORT"] = server.Port.ToString(CultureInfo.InvariantCulture),
        ["DATABASE_PORT"] = database.Number.ToString(CultureInfo.InvariantCulture),
    };
}
