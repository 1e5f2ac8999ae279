using System.Text.RegularExpressions;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>The image that Dockerfile makes, from the programs under test.</summary>
[Collection(EndToEnd.Name)]
public sealed class PublishedImageTests(PublishedBinaries binaries)
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    [NativeFact("buildah", Need.Root, Timeout = 60_000)]
    public async Task It_holds_both_programs()
    {
        using var port = new OpenPort();
        using var image = await BuildAsync(Dockerfile);

        ProcessRun probe = await image.RunAsync("/healthprobe", "127.0.0.1", $"{port.Number}");
        ProcessRun sidecar = await image.RunAsync("/healthprobe-sidecar", "--version");

        (probe with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        sidecar.ExitCode.Should().Be(0, sidecar.Error);
        sidecar.Output.Should().MatchRegex(@"^healthprobe-sidecar \d+\.\d+\.\d+\n$");
    }

    [NativeFact("buildah", Need.Root, Timeout = 60_000)]
    public async Task Another_image_takes_the_probe_from_it_with_the_line_that_it_shows()
    {
        using var port = new OpenPort();
        Match line = Regex.Match(Dockerfile, @"^# +(?<copy>COPY --from=)\S+(?<paths> .*)$", RegexOptions.Multiline);
        string published = Dockerfile.Replace("FROM scratch\n", "FROM scratch AS published\n", StringComparison.Ordinal);
        using var image = await BuildAsync($"{published}\nFROM scratch\n{line.Groups["copy"]}published{line.Groups["paths"]}\n");

        ProcessRun probe = await image.RunAsync("/healthprobe", "127.0.0.1", $"{port.Number}");

        (probe with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        (await image.RunAsync("/healthprobe-sidecar", "--version")).ExitCode.Should().NotBe(0, "only the probe was taken");
    }

    private Task<Image> BuildAsync(string dockerfile) => Image.BuildAsync(
        dockerfile,
        ("healthprobe", binaries.Native), ("healthprobe-sidecar", binaries.NativeSidecar), ("licenses/LICENSE", Repository.PathOf("LICENSE")));
}
