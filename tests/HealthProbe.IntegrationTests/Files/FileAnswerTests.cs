using System.Diagnostics;
using HealthProbe.Protocols.File;

namespace HealthProbe.IntegrationTests.Files;

public sealed class FileAnswerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ProbeOptions AtMost30Seconds = new() { MaxAge = TimeSpan.FromSeconds(30) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-");

    private string FilePath => Path.Combine(_folder.FullName, "heart beat");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Is_healthy_when_the_file_exists_however_old_it_is()
    {
        Touch(TimeSpan.FromDays(400));

        (await AskAsync(new ProbeOptions())).Should().Be(Outcome.Healthy("modified 9600h ago"));
    }

    [Fact]
    public async Task Is_missing_when_there_is_no_file() => (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Missing, "no such file"));

    [Fact]
    public async Task Is_missing_when_a_folder_of_its_path_is_missing_or_a_file()
    {
        (await AskAsync(AtMost30Seconds, "%20/beat")).Should().Be(Outcome.Unhealthy(Reason.Missing, "no such file"));
        Touch(TimeSpan.Zero);
        (await AskAsync(AtMost30Seconds, "/beat")).Should().Be(Outcome.Unhealthy(Reason.Missing, "no such file"));
    }

    [Fact]
    public async Task Is_missing_when_a_folder_stands_there()
    {
        Directory.CreateDirectory(FilePath);

        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Missing, "it is a folder, not a file"));
    }

    [Theory]
    [InlineData(0, "modified 0ms ago")]
    [InlineData(0.25, "modified 250ms ago")]
    [InlineData(2, "modified 2s ago")]
    [InlineData(30, "modified 30s ago")]
    [InlineData(-2, "modified 2s in the future")]
    [InlineData(-30, "modified 30s in the future")]
    public async Task Is_healthy_when_it_was_modified_recently(double secondsAgo, string detail)
    {
        Touch(TimeSpan.FromSeconds(secondsAgo));

        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Healthy(detail));
    }

    [Theory]
    [InlineData(30.001, "modified 31s ago, more than 30s")]
    [InlineData(120, "modified 2m ago, more than 30s")]
    [InlineData(5_400, "modified 1h30m ago, more than 30s")]
    [InlineData(1_000_000, "modified 277h46m40s ago, more than 30s")]
    [InlineData(-31, "modified 31s in the future: a clock is wrong")]
    [InlineData(-86_400, "modified 24h in the future: a clock is wrong")]
    public async Task Is_stale_when_it_was_not(double secondsAgo, string detail)
    {
        Touch(TimeSpan.FromSeconds(secondsAgo));

        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Stale, detail));
    }

    [Fact]
    public async Task Looks_at_the_file_behind_a_link_and_not_at_the_link()
    {
        string file = Path.Combine(_folder.FullName, "..data");
        await File.WriteAllTextAsync(file, "");
        File.SetLastWriteTimeUtc(file, (Now - TimeSpan.FromMinutes(2)).UtcDateTime);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "between"), "..data");
        File.CreateSymbolicLink(FilePath, "between");

        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Stale, "modified 2m ago, more than 30s"));

        File.Delete(file);
        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Missing, "no such file"));

        Directory.CreateDirectory(file);
        (await AskAsync(AtMost30Seconds)).Should().Be(Outcome.Unhealthy(Reason.Missing, "it is a folder, not a file"));
    }

    [Fact]
    public async Task Says_so_when_links_go_round_in_a_circle()
    {
        File.CreateSymbolicLink(FilePath, "back");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "back"), "heart beat");

        (await AskAsync(AtMost30Seconds)).Reason.Should().Be(Reason.Error);
    }

    [Fact]
    public async Task Does_not_wait_for_a_writer_to_a_pipe()
    {
        using var mkfifo = Process.Start("mkfifo", [FilePath]);
        await mkfifo.WaitForExitAsync();

        (await AskAsync(new ProbeOptions())).IsHealthy.Should().BeTrue();
    }

    private void Touch(TimeSpan ago)
    {
        File.WriteAllText(FilePath, "");
        File.SetLastWriteTimeUtc(FilePath, (Now - ago).UtcDateTime);
    }

    private async Task<Outcome> AskAsync(ProbeOptions options, string more = "")
    {
        string text = $"file://{FilePath.Replace(" ", "%20", StringComparison.Ordinal)}{more}";
        Target.TryParse(text, out Target? target, out string? mistake).Should().BeTrue(mistake);
        return await new FileProbe(target!, options, new StandingClock()).CheckAsync(new Attempt(), CancellationToken.None);
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
