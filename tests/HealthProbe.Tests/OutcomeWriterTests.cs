using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthProbe.Cli;

namespace HealthProbe.Tests;

public class OutcomeWriterTests
{
    private const int LongestLine = 499;

    private static readonly Outcome Refused = Outcome.Unhealthy(Reason.Refused, "connection refused") with { Elapsed = TimeSpan.FromMicroseconds(412.4) };

    [Fact]
    public void Says_why_on_one_line() =>
        Text(Parse("127.0.0.1:8000"), Refused).Should().Be("unhealthy tcp://127.0.0.1:8000: connection refused (0.4 ms)");

    [Fact]
    public void Says_that_it_is_healthy() =>
        Text(Parse("[::1]:80"), Outcome.Healthy() with { Elapsed = TimeSpan.FromMilliseconds(1) }).Should().Be("healthy tcp://[::1]:80 (1.0 ms)");

    [Fact]
    public void Says_what_is_worth_knowing_of_a_healthy_one() =>
        Text(Parse("db:80"), Outcome.Healthy("version 7")).Should().Be("healthy tcp://db:80: version 7 (0.0 ms)");

    [Theory]
    [InlineData(0.04, "(0.0 ms)")]
    [InlineData(12.34, "(12.3 ms)")]
    [InlineData(999.9, "(999.9 ms)")]
    [InlineData(999.97, "(1.0 s)")]
    [InlineData(1_000, "(1.0 s)")]
    [InlineData(1_260, "(1.3 s)")]
    [InlineData(86_400_000, "(86400.0 s)")]
    public void Says_how_long_it_took(double milliseconds, string end) =>
        Text(Parse("db:80"), Refused with { Elapsed = TimeSpan.FromMilliseconds(milliseconds) }).Should().EndWith($"connection refused {end}");

    [Fact]
    public void Writes_one_json_object_on_one_line() =>
        Json(Parse("127.0.0.1:8000"), Refused).Should().Be(
            """{"target":"tcp://127.0.0.1:8000","healthy":false,"reason":"refused","detail":"connection refused","elapsed_ms":0.412,"attempts":1}""");

    [Fact]
    public void Writes_a_healthy_json_object() =>
        Json(Parse("db:80"), Outcome.Healthy() with { Elapsed = TimeSpan.FromMilliseconds(1_234.5678) }).Should().Be(
            """{"target":"tcp://db:80","healthy":true,"reason":"none","detail":"","elapsed_ms":1234.568,"attempts":1}""");

    [Fact]
    public void Keeps_json_readable_for_a_person() =>
        Json(Parse("db:80"), Outcome.Unhealthy(Reason.NotReady, "it's <starting> \"now\"\n…")).Should().Be(
            """{"target":"tcp://db:80","healthy":false,"reason":"not-ready","detail":"it's <starting> \"now\"\n…","elapsed_ms":0,"attempts":1}""");

    [Fact]
    public void Variables_that_decided_are_named()
    {
        Target target = Parse("db:80");
        WaitResult result = AskedOnce(Outcome.Healthy() with { Elapsed = TimeSpan.FromMilliseconds(1) });

        OutcomeWriter.Text(target, result, isWait: false, ["HEALTHPROBE_ANY", "HEALTHPROBE_STATUS"]).Should()
            .Be("healthy tcp://db:80 (1.0 ms), decided by HEALTHPROBE_ANY and HEALTHPROBE_STATUS");
        OutcomeWriter.Text(target, result, isWait: true, ["HEALTHPROBE_ANY"]).Should().Be("healthy tcp://db:80 after 0.0s, decided by HEALTHPROBE_ANY");
        OutcomeWriter.Json(target, result, isWait: false, ["HEALTHPROBE_ANY", "HEALTHPROBE_STATUS"]).Should().Be(
            """{"target":"tcp://db:80","healthy":true,"reason":"none","detail":"","elapsed_ms":1,"attempts":1,"from":["HEALTHPROBE_ANY","HEALTHPROBE_STATUS"]}""");
    }

    [Fact]
    public void Variables_that_decided_are_named_however_long_the_detail_is() =>
        OutcomeWriter.Text(Parse("db:80"), AskedOnce(Outcome.Unhealthy(Reason.Error, new string('x', 600))), isWait: false, ["HEALTHPROBE_ANY"]).Should()
            .HaveLength(LongestLine - 2).And.EndWith("… (0.0 ms), decided by HEALTHPROBE_ANY");

    [Theory]
    [InlineData("##[error]x", "## [error]x")]
    [InlineData("::error::x", ": :error: :x")]
    [InlineData(":::error", ": : :error")]
    [InlineData("##[##[", "## [## [")]
    [InlineData("refused by [::1]:80", "refused by [::1]:80")]
    [InlineData("[::error]", "[: :error]")]
    [InlineData("[fe80::1%x## [error]", "[fe80: :1%25x## [error]")]
    [InlineData("[fe80::1%eth0]:80", "[fe80::1%25eth0]:80")]
    public void Workflow_command_in_a_detail_is_defused(string detail, string shown) =>
        OutcomeWriter.GitHub(Parse("[::1]:80"), AskedOnce(Outcome.Unhealthy(Reason.Error, detail)), isWait: false).Should()
            .Be($"::error title=healthprobe::unhealthy tcp://[::1]:80: {shown} (0.0 ms)");

    [Fact]
    public void Minds_no_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Cultures.WithDecimalComma;
        try
        {
            Text(Parse("db:80"), Refused).Should().EndWith("(0.4 ms)");
            Json(Parse("db:80"), Refused).Should().Contain("\"elapsed_ms\":0.412,");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ß")]
    [InlineData("…")]
    [InlineData("😀")]
    public void Cuts_a_long_line_between_two_characters(string character)
    {
        for (int shift = 0; shift < 4; shift++)
        {
            string detail = new string('a', shift) + string.Concat(Enumerable.Repeat(character, 600));

            string line = Text(Parse("db:80"), Outcome.Unhealthy(Reason.Error, detail));

            Encoding.UTF8.GetByteCount(line).Should().BeInRange(LongestLine - 3, LongestLine);
            line.Should().EndWith($"{character}… (0.0 ms)").And.NotContain("\ufffd");
        }
    }

    [Fact]
    public void Leaves_a_line_that_just_fits_as_it_is()
    {
        string rest = Text(Parse("db:80"), Outcome.Unhealthy(Reason.Error, "x"));
        string fits = new('x', LongestLine - rest.Length + 1);

        Text(Parse("db:80"), Outcome.Unhealthy(Reason.Error, fits)).Should().HaveLength(LongestLine).And.NotContain("…");
        Text(Parse("db:80"), Outcome.Unhealthy(Reason.Error, fits + "x")).Should().Contain("…");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("😀")]
    public void Cuts_the_detail_so_that_a_json_line_stays_short_and_whole(string character)
    {
        string name = string.Join('.', Enumerable.Repeat(new string('a', 62), 4));

        string line = Json(Parse(name), Outcome.Unhealthy(Reason.Dns, string.Concat(Enumerable.Repeat(character, 600))));

        Encoding.UTF8.GetByteCount(line).Should().BeLessThanOrEqualTo(LongestLine);
        using var json = JsonDocument.Parse(line);
        json.RootElement.GetProperty("target").GetString().Should().Be($"tcp://{name}:8000");
        json.RootElement.GetProperty("detail").GetString().Should().EndWith("…").And.NotContain("\ufffd");
    }

    private static string Text(Target target, Outcome outcome) => OutcomeWriter.Text(target, AskedOnce(outcome), isWait: false);

    private static string Json(Target target, Outcome outcome) => OutcomeWriter.Json(target, AskedOnce(outcome), isWait: false);

    private static WaitResult AskedOnce(Outcome outcome) => new(outcome, outcome.Elapsed, 1, []);

    private static Target Parse(string text) => Target.TryParse(text, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake);
}
