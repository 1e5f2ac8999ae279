using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class ReliabilityTests(PublishedBinaries binaries)
{
    [NativeFact(Timeout = 60_000)]
    public async Task Is_healthy_500_times_in_a_row()
    {
        using var port = new OpenPort();
        for (int i = 1; i <= 500; i++)
        {
            ProcessRun run = await binaries.RunAsync(Edition.Native, "127.0.0.1", $"{port.Number}");

            (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default), "run {0} of 500 is like every other", i);
        }
    }

    [NativeFact(Timeout = 60_000)]
    public async Task Is_refused_500_times_in_a_row()
    {
        using var port = new ClosedPort();
        for (int i = 1; i <= 500; i++)
        {
            ProcessRun run = await binaries.RunAsync(Edition.Native, "127.0.0.1", $"{port.Number}");

            run.ExitCode.Should().Be(1, "run {0} of 500 is like every other", i);
            run.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{port.Number}: connection refused \(\d+\.\d ms\)\n$");
        }
    }

    [NativeFact(Timeout = 30_000)]
    public async Task Gives_50_right_answers_at_once()
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();

        ProcessRun[] healthy = await FiftyAsync(open.Number);
        ProcessRun[] refused = await FiftyAsync(closed.Number);

        healthy.Should().OnlyContain(run => run.ExitCode == 0 && run.Output.Length == 0 && run.Error.Length == 0);
        refused.Should().OnlyContain(run => run.ExitCode == 1 && run.Output.Contains("connection refused") && run.Error.Length == 0);
    }

    private Task<ProcessRun[]> FiftyAsync(int port) =>
        Task.WhenAll(Enumerable.Range(0, 50).Select(_ => binaries.RunAsync(Edition.Native, "127.0.0.1", $"{port}")));
}
