using System.Globalization;

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
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("0s1ms", 1)]
    [InlineData("1", 1_000)]
    [InlineData("0.25", 250)]
    [InlineData("007", 7_000)]
    [InlineData("0.0001ms", 0.0001)]
    [InlineData("24h", 86_400_000)]
    [InlineData("86400", 86_400_000)]
    public void Reads_what_a_person_writes(string text, double milliseconds)
    {
        Duration.TryParse(text, out TimeSpan duration).Should().BeTrue();

        duration.Should().Be(TimeSpan.FromTicks((long)((decimal)milliseconds * TimeSpan.TicksPerMillisecond)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0ms")]
    [InlineData("0.00001ms")]
    [InlineData("-1")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("24h1ms")]
    [InlineData("86401")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999999h")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1s ")]
    [InlineData("1S")]
    [InlineData("1d")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("1sm")]
    [InlineData("30s1m")]
    [InlineData("1s1s")]
    [InlineData("1m30")]
    [InlineData("30 1m")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("١")]
    [InlineData("1\0")]
    [InlineData("1½s")]
    public void Reads_nothing_else(string text)
    {
        Duration.TryParse(text, out TimeSpan duration).Should().BeFalse();

        duration.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0.5, "0.5ms")]
    [InlineData(1, "1ms")]
    [InlineData(999, "999ms")]
    [InlineData(1_000, "1s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(60_000, "1m")]
    [InlineData(90_000, "1m30s")]
    [InlineData(3_600_000, "1h")]
    [InlineData(3_601_000, "1h1s")]
    [InlineData(86_400_000, "24h")]
    public void Writes_it_back(double milliseconds, string text) => Duration.Format(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(text);

    [Theory]
    [InlineData(999.9999, "1s")]
    [InlineData(47.95, "48ms")]
    [InlineData(1_250, "1.25s")]
    [InlineData(1_234.5678, "1.235s")]
    [InlineData(0.25, "0.25ms")]
    [InlineData(90_000, "1m30s")]
    public void Is_rounded_to_milliseconds_in_a_message(double milliseconds, string text) =>
        Duration.FormatRounded(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(text);

    [Fact]
    public void Reads_all_that_it_writes()
    {
        const int Seed = 20_260_101;
        var random = new Random(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            var duration = TimeSpan.FromTicks(1 + (long)(Math.Pow(random.NextDouble(), 8) * (Duration.Longest.Ticks - 1)));
            string text = Duration.Format(duration);

            Duration.TryParse(text, out TimeSpan read).Should().BeTrue("{0} was written (seed {1})", text, Seed);
            read.Should().Be(duration, "{0} was written (seed {1})", text, Seed);
        }
    }

    [Fact]
    public void Minds_no_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Cultures.WithDecimalComma;
        try
        {
            Duration.TryParse("1.5s", out TimeSpan duration).Should().BeTrue();
            duration.Should().Be(TimeSpan.FromSeconds(1.5));
            Duration.Format(duration).Should().Be("1.5s");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
