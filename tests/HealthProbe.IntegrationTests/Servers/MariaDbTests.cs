using System.Diagnostics;

namespace HealthProbe.IntegrationTests.Servers;

public class MariaDbTests(MariaDb database) : IClassFixture<MariaDb>
{
    private const int Limit = 120_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    [ServerTheory(MariaDb.Program, MariaDb.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_says_its_version(Way way)
    {
        foreach (string target in (string[])[$"mysql://127.0.0.1:{database.Port}", $"mariadb://root:secret@localhost:{database.Port}/app"])
        {
            Outcome outcome = await Question.AskAsync(way, target);

            outcome.IsHealthy.Should().BeTrue(outcome.Detail);
            outcome.Detail.Should().MatchRegex(@"^MariaDB 1\d\.\d+\.\d+");
        }

        database.Server.Output.Should().NotContain("for user 'root'").And.NotContain("for user ''");
    }

    [ServerTheory(MariaDb.Program, MariaDb.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_healthy_before_the_server_is(Way way)
    {
        int port = RunningServer.FreePort();
        string target = $"mysql://127.0.0.1:{port}";
        string folder = MariaDb.NewDatabase();
        await using RunningServer server = RunningServer.Start(MariaDb.Program, folder, MariaDb.Arguments(folder, "127.0.0.1", port));
        var reasons = new HashSet<Reason>();
        long start = Stopwatch.GetTimestamp();
        while (!reasons.Contains(Reason.None))
        {
            reasons.Add((await Question.AskAsync(way, target)).Reason);
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(MariaDb.TimeToStart, server.Output);
            await Task.Delay(Poll);
        }

        reasons.Should().Contain(Reason.Refused).And.BeSubsetOf([Reason.Refused, Reason.Timeout, Reason.None]);
        await server.HasWrittenAsync("ready for connections");
    }

    [ServerTheory(MariaDb.Program, MariaDb.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_while_the_server_hangs(Way way)
    {
        MariaDb.Run("kill", "-STOP", $"{database.Server.Id}");
        try
        {
            Outcome outcome = await Question.AskAsync(way, $"mysql://127.0.0.1:{database.Port}", TimeSpan.FromMilliseconds(300));

            outcome.Reason.Should().Be(Reason.Timeout);
            outcome.Detail.Should().Be("no greeting within 300ms");
        }
        finally
        {
            MariaDb.Run("kill", "-CONT", $"{database.Server.Id}");
        }
    }

    [ServerTheory(MariaDb.Program, MariaDb.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_not_ready_when_there_are_too_many_connections(Way way)
    {
        string target = $"mysql://127.0.0.1:{database.Port}";
        Ask("CREATE OR REPLACE USER app; SET GLOBAL max_connections = 10");
        var held = new List<Process>();
        try
        {
            held.AddRange(Enumerable.Range(0, 10).Select(_ => Hold("--protocol=tcp", "--host=127.0.0.1", $"--port={database.Port}", "--user=app")));
            await HasSessionsAsync(10);
            (await Question.AskAsync(way, target)).IsHealthy.Should().BeTrue("one more is let in, for an administrator, before it is known who it is");

            Ask("CREATE USER healthprobe");
            Outcome admitted = await Question.AskAsync(way, target);
            Ask("DROP USER healthprobe");
            held.Add(Hold($"--socket={database.Server.Folder}/socket", "--user=root"));
            await HasSessionsAsync(11);
            Outcome refused = await Question.AskAsync(way, target);

            admitted.Should().Be(Outcome.Unhealthy(Reason.NotReady, "error 1040: \"Too many connections\"") with { Elapsed = admitted.Elapsed });
            refused.Should().Be(admitted with { Elapsed = refused.Elapsed });
        }
        finally
        {
            held.ForEach(End);
            await HasSessionsAsync(0);
            Ask("SET GLOBAL max_connections = 100");
        }
    }

    // A client that waits for its statements holds its connection.
    private static Process Hold(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Installed.Find("mariadb")!, ["--no-defaults", .. arguments]) { RedirectStandardInput = true })!;

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private string Ask(string statement) => MariaDb.Ask(statement, "--protocol=tcp", "--host=127.0.0.1", $"--port={database.ExtraPort}");

    private async Task HasSessionsAsync(int count)
    {
        long start = Stopwatch.GetTimestamp();
        while (Ask("SELECT COUNT(*) FROM information_schema.processlist WHERE command = 'Sleep'") != $"{count}")
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Question.Patience);
            await Task.Delay(Poll);
        }
    }
}
