using HealthProbe.IntegrationTests.Servers;
using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Documents;

public class ManualPageTests
{
    [ServerTheory("groff", "groff-base", Timeout = 30_000)]
    [InlineData("healthprobe")]
    [InlineData("healthprobe-sidecar")]
    public async Task Is_set_without_a_warning(string program)
    {
        ToolRun run = await ToolRun.RunAsync("groff", ["-man", "-Tascii", "-ww", "-P-c", "-P-b", "-P-u", Examples.PathOf($"man/{program}.1")]);

        run.Errors.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        run.Output.Should().Contain($"       {program} - a").And.MatchRegex("(?m)^OPTIONS$|^ANSWERS$").And.Contain("       -h, --help\n              print this\n");
    }
}
