using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;

namespace HealthProbe.EndToEndTests;

/// <summary>The native binary where little is allowed: it answers, or says what it lacks.</summary>
[Collection(EndToEnd.Name)]
public sealed class LimitTests(PublishedBinaries binaries)
{
    private const int SixteenMegabytes = 16 * 1024 * 1024;

    [NativeTheory("prlimit", Timeout = 10_000)]
    [InlineData("127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/ tcp://127.0.0.1:{0} listen://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/ --wait 5s")]
    public async Task Answers_with_16_descriptors(string arguments)
    {
        ProcessRun run = await LimitedAsync("--nofile=16", arguments);

        run.ExitCode.Should().Be(0, run.Output + run.Error);
    }

    // A cgroup counts pages, and so does the peak of memory that HostilePeerTests bound; this limit counts what is reserved, and so is the
    // stricter one.
    [NativeTheory("prlimit", Timeout = 10_000)]
    [InlineData("127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://localhost:{0}/ tcp://127.0.0.1:{0} listen://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/ --wait 5s -q")]
    public async Task Answers_within_16_MB(string arguments)
    {
        ProcessRun run = await LimitedAsync($"--data={SixteenMegabytes}", arguments);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("prlimit", Timeout = 10_000)]
    public async Task Says_why_where_no_thread_can_be_had()
    {
        using var closed = new ClosedPort();

        ProcessRun run = await ProcessRun.StartAsync("prlimit", [$"--data={SixteenMegabytes}", binaries.Native, $"http://127.0.0.1:{closed.Number}/"]);

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy http://127\.0\.0\.1:{closed.Number}/: connection refused \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    private async Task<ProcessRun> LimitedAsync(string limits, string arguments)
    {
        await using var web = new ScriptedServer(ScriptedServer.AnswersStatus(() => 200));
        return await ProcessRun.StartAsync("prlimit", [.. limits.Split(' '), binaries.Native, .. string.Format(null, arguments, web.Port).Split(' ')]);
    }
}
