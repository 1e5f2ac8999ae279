using System.Text.Json;
using System.Text.RegularExpressions;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class DockerfileTests(PublishedBinaries binaries)
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile.example"));

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task HEALTHCHECK_line_is_healthy_as_written_in_an_empty_root()
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync(PortIs(port.Number), HealthcheckCommand());

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task HEALTHCHECK_line_says_why_when_the_application_does_not_listen()
    {
        using var port = new ClosedPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync(PortIs(port.Number), HealthcheckCommand());

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{port.Number}: connection refused \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    [NativeFact("buildah", Need.Root, Timeout = 60_000)]
    public async Task Its_last_stage_makes_an_image_whose_probe_answers()
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        using var image = await Image.BuildAsync(LastStage(), ("healthprobe", binaries.Native));

        ProcessRun healthcheck = await image.HealthcheckAsync();
        ProcessRun healthy = await image.RunAsync("/healthprobe", "127.0.0.1", $"{open.Number}");
        ProcessRun refused = await image.RunAsync("/healthprobe", "127.0.0.1", $"{closed.Number}");

        JsonSerializer.Deserialize<string[]>(healthcheck.Output).Should().Equal(["CMD", .. HealthcheckCommand()]);
        (healthy with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        refused.ExitCode.Should().Be(1);
        refused.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{closed.Number}: connection refused \(\d+\.\d ms\)\n$");
    }

    [NativeFact("buildah", Need.Root, Timeout = 60_000)]
    public async Task First_snippet_of_README_works_below_its_first_stage()
    {
        using var port = new OpenPort();
        string readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));
        string snippet = Regex.Match(readme, @"^```diff\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups["lines"].Value;
        IEnumerable<string> lines = snippet.Split('\n').Where(line => line.StartsWith('+') || line.StartsWith(' ')).Select(line => line[1..]);

        // No image is downloaded here: every base is empty.
        string last = Regex.Replace(string.Join('\n', lines), "^FROM .*$", "FROM scratch", RegexOptions.Multiline);
        using var image = await Image.BuildAsync($"{FirstStage()}\n{last}\n", ("healthprobe", binaries.Native));

        string[] command = JsonSerializer.Deserialize<string[]>((await image.HealthcheckAsync()).Output)!;
        command[0].Should().Be("CMD");
        command[1].Should().Be("/healthprobe");
        ProcessRun run = await image.RunAsync(command[1], $"127.0.0.1:{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    // What the SDK would build is already here, and takes the place that publish.sh is told; the source tree is copied where the stage
    // copies it.
    private static string FirstStage()
    {
        string stage = Dockerfile[..Dockerfile.IndexOf("FROM scratch", StringComparison.Ordinal)];
        stage = Regex.Replace(stage, @"^FROM \S+ AS", "FROM scratch AS", RegexOptions.Multiline);
        stage = Regex.Replace(stage, @"^RUN apt-get(.*\\\n)*.*\n", "", RegexOptions.Multiline);
        return Regex.Replace(stage, @"^RUN \./publish\.sh (?<folder>\S+)$", "COPY healthprobe ${folder}/healthprobe", RegexOptions.Multiline);
    }

    private static Dictionary<string, string> PortIs(int port) => new() { ["PORT"] = $"{port}" };

    private static string[] HealthcheckCommand()
    {
        Match match = Regex.Match(Dockerfile.Replace("\\\n", " ", StringComparison.Ordinal), @"^HEALTHCHECK\b.*\bCMD\s+(?<command>\[.*\])\s*$", RegexOptions.Multiline);
        match.Success.Should().BeTrue("Dockerfile.example has a HEALTHCHECK in exec form");
        return JsonSerializer.Deserialize<string[]>(match.Groups["command"].Value)!;
    }

    // The first stage downloads an SDK; what it makes is already here.
    private static string LastStage() =>
        Regex.Replace(Dockerfile[Dockerfile.IndexOf("FROM scratch", StringComparison.Ordinal)..], @"^COPY --from=build /\S+/healthprobe ", "COPY healthprobe ", RegexOptions.Multiline);
}
