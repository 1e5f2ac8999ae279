using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class HealthcheckScriptTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Script_is_healthy_when_the_port_of_the_application_is_open(Edition edition)
    {
        using var port = new OpenPort();

        ProcessRun run = await RunScriptAsync(edition, port.Number);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Script_passes_the_reason_on_when_it_is_closed(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await RunScriptAsync(edition, port.Number);

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{port.Number}: connection refused \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    private Task<ProcessRun> RunScriptAsync(Edition edition, int port) => ProcessRun.StartAsync(
        Repository.PathOf("examples/healthcheck.sh"),
        [],
        new Dictionary<string, string> { ["PATH"] = $"{Path.GetDirectoryName(binaries.PathOf(edition))}:/usr/bin:/bin", ["PORT"] = $"{port}" });
}
