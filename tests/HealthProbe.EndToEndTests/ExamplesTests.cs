using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
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

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task The_steps_of_github_actions_yml_install_wait_for_the_new_version_and_annotate(Edition edition)
    {
        int answers = 0;
        await using var server = new ScriptedServer((stream, stop) => ScriptedServer.Answers(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n{{\"status\":\"UP\",\"version\":\"{(++answers < 3 ? "old" : "new")}\"}}"))(stream, stop));
        using var folder = new TemporaryFolder();
        string[] lines = await File.ReadAllLinesAsync(Repository.PathOf("examples/github-actions.yml"));
        string version = Value("VERSION");
        string name = $"healthprobe-{version}-linux-x64";
        Directory.CreateDirectory(folder.PathOf($"v{version}/{name}"));
        Directory.CreateDirectory(folder.PathOf("temp"));
        File.Copy(binaries.PathOf(edition), folder.PathOf($"v{version}/{name}/healthprobe"));
        string install = string.Join('\n', lines.SkipWhile(line => line.Trim() != "run: |").Skip(1).TakeWhile(line => line.StartsWith("          ", StringComparison.Ordinal)));
        string check = lines.Select(line => line.Trim()).Single(line => line.StartsWith("run: healthprobe ", StringComparison.Ordinal))["run: ".Length..];

        // The files of a release, as release.sh leaves them; then each step in a shell of its own, with what the one before left in
        // GITHUB_PATH.
        string script = $"""
            cd '{folder.PathOf($"v{version}")}' && tar -czf {name}.tar.gz {name} && touch other && sha256sum -- {name}.tar.gz other > SHA256SUMS && rm other && cd - > /dev/null || exit
            export RUNNER_TEMP='{folder.PathOf("temp")}' GITHUB_PATH='{folder.PathOf("path")}' GITHUB_SHA=new API=http://127.0.0.1:{server.Port}
            export RELEASES='file://{folder.PathOf("")}' VERSION={version}
            bash -e <<'INSTALL' > /dev/null || exit
            {install}
            INSTALL
            export PATH="$(cat "$GITHUB_PATH"):$PATH"
            {check} --interval 50ms
            """;
        ProcessRun run = await ProcessRun.StartAsync("bash", ["-c", script], limit: TimeSpan.FromSeconds(15));

        run.Error.Should().BeEmpty();
        run.Output.Should().MatchRegex($@"^ +0\.\ds  .*version.*\n::notice title=healthprobe::healthy http://127\.0\.0\.1:{server.Port}/health after \d\.\ds \(body \d\.\ds\)\n$");
        run.ExitCode.Should().Be(0);

        string Value(string key) => lines.Select(line => line.Trim()).Single(line => line.StartsWith($"{key}: ", StringComparison.Ordinal))[(key.Length + 2)..];
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

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Each_command_of_nomad_hcl_works(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Up));
        await using var database = new ScriptedServer(AsksForAPassword);
        string text = await File.ReadAllTextAsync(Repository.PathOf("examples/nomad.hcl"));
        MatchCollection commands = Regex.Matches(text, @"command += ""/healthprobe""\s+args += (?<args>\[.*\])");
        commands.Should().HaveCount(2);
        Regex.Count(text, "command +=").Should().Be(2);
        foreach (Match command in commands)
        {
            string[] args = [.. JsonSerializer.Deserialize<string[]>(command.Groups["args"].Value)!.Select(arg => Placed(arg, server, database))];

            ProcessRun run = await binaries.RunAsync(edition, [.. args, "--quiet"]);

            (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        }
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Each_command_of_the_systemd_units_works(Edition edition)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Up));
        await using var database = new ScriptedServer(AsksForAPassword);
        var run = new List<string>();
        foreach (string unit in Directory.GetFiles(Repository.PathOf("examples/systemd"), "*.service"))
        {
            string[] lines = [.. (await File.ReadAllLinesAsync(unit)).Select(line => Placed(line, server, database))];
            Dictionary<string, string> variables = lines.Where(line => line.StartsWith("Environment=", StringComparison.Ordinal)).Select(line => line.Split('=')).ToDictionary(parts => parts[1], parts => parts[2]);
            foreach (Match command in lines.Select(line => Regex.Match(line, "^(?<setting>Exec[A-Za-z]+)=/usr/local/bin/healthprobe (?<args>.+)$")).Where(match => match.Success))
            {
                // systemd reads $$ as $.
                string[] args = command.Groups["args"].Value.Replace("$$", "$", StringComparison.Ordinal).Split(' ');

                (await binaries.RunAsync(edition, variables, [.. args, "--quiet"]) with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));

                run.Add($"{Path.GetFileName(unit)} {command.Groups["setting"]}");
            }
        }

        run.Should().BeEquivalentTo("shop.service ExecStartPost", "shop-database.service ExecStart", "shop-health.service ExecStart");
    }

    [NativeFact("systemd-analyze", Timeout = 30_000)]
    public async Task The_systemd_units_are_understood_by_systemd()
    {
        using var folder = new TemporaryFolder();
        string[] units = [.. Directory.GetFiles(Repository.PathOf("examples/systemd"))];
        foreach (string unit in units)
        {
            // It looks for the programs, and they are not installed here.
            string text = Regex.Replace(await File.ReadAllTextAsync(unit), "/usr/local/bin/[a-z]+", "/bin/true");
            await File.WriteAllTextAsync(folder.PathOf(Path.GetFileName(unit)), text);
        }

        ProcessRun run = await ProcessRun.StartAsync("systemd-analyze", ["verify", .. units.Select(unit => folder.PathOf(Path.GetFileName(unit)))], limit: TimeSpan.FromSeconds(20));

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    private static async Task AsksForAPassword(Stream stream, CancellationToken stop)
    {
        // The answer of PostgreSQL to whoever wants to log in: AuthenticationCleartextPassword.
        await stream.WriteAsync("R\0\0\0\b\0\0\0\u0003"u8.ToArray(), stop);
        await stream.CopyToAsync(Stream.Null, stop);
    }

    private static string Placed(string text, ScriptedServer server, ScriptedServer database) => text
        .Replace("8000", $"{server.Port}", StringComparison.Ordinal)
        .Replace("database.example:5432", $"127.0.0.1:{database.Port}", StringComparison.Ordinal);

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
