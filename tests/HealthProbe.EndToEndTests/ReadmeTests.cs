using System.Text.RegularExpressions;
using HealthProbe.EndToEndTests.Running;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class ReadmeTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Readme_shows_the_help_as_the_program_prints_it(Edition edition)
    {
        ProcessRun run = await binaries.RunAsync(edition, "--help");

        (run with { Elapsed = default, Output = "" }).Should().Be(new ProcessRun(0, "", "", default));
        string firstLine = run.Output.Split('\n')[0];
        IEnumerable<string> blocks = FencedBlocks(await File.ReadAllTextAsync(Repository.PathOf("README.md")));
        blocks.Should().ContainSingle(block => block.StartsWith(firstLine + '\n'), "README.md shows the help once").Which.Should().Be(run.Output);
    }

    private static IEnumerable<string> FencedBlocks(string markdown) =>
        Regex.Matches(markdown, @"^```[^\n]*\n(?<block>.*?)^```\s*$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups["block"].Value);
}
