namespace HealthProbe.Tests;

public class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1s", 1_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1", 1_000)]
    [InlineData("0.25", 250)]
    [InlineData("24h", 86_400_000)]
    public void Reads_what_a_person_writes(string text, double milliseconds)
    {
        Duration.TryParse(text, out TimeSpan duration).Should().BeTrue();

        duration.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }
}
