using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Tests.Sidecar.Dependencies;

public class DiskProbeTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("1B", 1)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("1.5kb", 1_500)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1KiB", 1_024)]
    [InlineData("3MiB", 3_145_728)]
    [InlineData("1gib", 1_073_741_824)]
    [InlineData("1TiB", 1_099_511_627_776)]
    [InlineData("10%", 400_000_000_000)]
    [InlineData("0.5%", 20_000_000_000)]
    public void Reads_an_amount(string text, long least)
    {
        const long Total = 4_000_000_000_000;
        FreeSpace.TryParse(text, out FreeSpace? space).Should().BeTrue();

        (space!.IsEnough(least, Total), space.IsEnough(least - 1, Total)).Should().Be((true, false));
        space.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("MB")]
    [InlineData("1PB")]
    [InlineData("1 MB")]
    [InlineData("1iB")]
    [InlineData("1,5GB")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999999999999999999999")]
    public void Knows_what_is_no_amount(string text) => FreeSpace.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Says_how_much_is_free()
    {
        Probe("/", "500MB").Judge(120_000_000, 10_000_000_000).Should()
            .Be(Outcome.Unhealthy(Reason.NotReady, "120MB of 10GB free, less than 500MB", "disk full"));
        Probe("/", "10%").Judge(1_250_000_000, 10_000_000_000).Should().Be(Outcome.Healthy("1.3GB of 10GB free"));
        Probe("/", "10%").Judge(0, 0).IsHealthy.Should().BeFalse();
    }

    [Fact]
    public async Task Asks_the_disk_of_a_path()
    {
        (await Probe("/", "1B").CheckAsync(new Attempt(), CancellationToken.None)).IsHealthy.Should().BeTrue();
        (await Probe(Environment.ProcessPath!, "1B").CheckAsync(new Attempt(), CancellationToken.None)).IsHealthy.Should().BeTrue("a file is on a disk too");
        (await Probe("/", "9000TB").CheckAsync(new Attempt(), CancellationToken.None)).Reason.Should().Be(Reason.NotReady);
    }

    [Fact]
    public async Task Says_that_there_is_no_such_path() =>
        (await Probe("/nowhere/at all", "1B").CheckAsync(new Attempt(), CancellationToken.None)).Should().Be(Outcome.Unhealthy(Reason.Missing, "there is no such path"));

    private static DiskProbe Probe(string path, string minimum) => new(path, FreeSpace.TryParse(minimum, out FreeSpace? space) ? space : throw new ArgumentException(minimum));
}
