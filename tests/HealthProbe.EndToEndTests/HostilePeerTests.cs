using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.Soak;

namespace HealthProbe.EndToEndTests;

/// <summary>
/// The native binary against servers that want to keep it, fill it or confuse it; <c>bench/soak.sh</c> does the same for long.
/// </summary>
[Collection(EndToEnd.Name)]
public sealed class HostilePeerTests(PublishedBinaries binaries)
{
    [NativeFact("gcc", Timeout = 180_000)]
    public async Task Whatever_a_server_does_the_answer_is_right_and_in_time_and_small()
    {
        using var folder = new TemporaryFolder();
        using var round = new Round(await CompileAsync("bench/ask.c", folder), binaries.Native, isTimed: true);

        await PeerRounds.RunAsync(round, seeds: 5, tlsStep: 61);

        round.Complaints.Should().BeEmpty();
        round.Healthy.Should().BePositive();
    }

    private static async Task<string> CompileAsync(string source, TemporaryFolder folder)
    {
        string program = folder.PathOf("ask");
        ProcessRun run = await ProcessRun.StartAsync("gcc", ["-O2", "-static", "-o", program, Repository.PathOf(source)]);
        run.ExitCode.Should().Be(0, run.Error);
        return program;
    }
}
