using HealthProbe.Cli;

namespace HealthProbe.Tests.Waiting;

/// <summary>What a wait prints: one attempt a second, written down as a word each.</summary>
public class WaitLinesTests
{
    private readonly WrittenCommand _command = new();

    [Fact]
    public void Prints_a_line_for_each_change() => Printed(["db:80", "--wait", "1m"], "refused refused 503 503 healthy").Should().Equal(
        "  0.0s  connection refused",
        "  2.0s  status 503",
        "healthy tcp://db:80 after 4.0s (refused 2.0s, status 503 2.0s)");

    [Fact]
    public void Prints_rows_of_successes_and_what_broke_them() =>
        Printed(["db:80", "--wait", "1m", "--successes", "3"], "refused 503 healthy healthy 503 503 healthy healthy healthy").Should().Equal(
            "  0.0s  connection refused",
            "  1.0s  status 503",
            "  2.0s  healthy (1 of 3)",
            "  4.0s  status 503 again",
            "  6.0s  healthy (1 of 3)",
            "healthy tcp://db:80 after 8.0s (refused 1.0s, status 503 3.0s, healthy 4.0s)");

    [Fact]
    public void Prints_each_attempt_when_verbose() =>
        Printed(["db:80", "--wait", "1m", "--successes", "3", "-v"], "503 503 healthy healthy healthy").Should().Equal(
            "  0.0s  status 503",
            "  1.0s  status 503",
            "  2.0s  healthy (1 of 3)",
            "  3.0s  healthy (2 of 3)",
            "  4.0s  healthy (3 of 3)",
            "healthy tcp://db:80 after 4.0s (status 503 2.0s, healthy 2.0s)");

    [Fact]
    public void Prints_no_sum_where_all_was_healthy() =>
        Printed(["db:80", "--wait", "1m", "--successes", "2"], "healthy healthy").Should().Equal("  0.0s  healthy (1 of 2)", "healthy tcp://db:80 after 1.0s");

    [Fact]
    public void Prints_the_healthy_time_of_a_wait_that_failed() =>
        Printed(["db:80", "--wait", "3s", "--successes", "9"], "503 healthy healthy healthy").Should().Equal(
            "  0.0s  status 503",
            "  1.0s  healthy (1 of 9)",
            "unhealthy tcp://db:80 after 3.0s (status 503 1.0s, healthy 2.0s): healthy 3 times in a row, not 9");

    [Theory]
    [InlineData(" 10.0s  still waiting", "")]
    [InlineData(" 10.0s  still connection refused", "503 refused")]
    [InlineData(" 10.0s  still healthy (2 of 3)", "503 healthy healthy")]
    [InlineData(" 10.0s  still version \"1\", not \"2\"", "refused version")]
    public void Repeats_the_last_detail_in_a_progress_line(string line, string outcomes)
    {
        ProbeSettings settings = _command.Settings("db:80", "--wait", "1m", "--successes", "3");
        var lines = new WaitLines(settings);
        var history = new WaitHistory(settings.Wait);
        foreach (string word in outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(settings.Targets[0], history.Add(OutcomeOf(word), isCut: false, TimeSpan.Zero));
        }

        lines.StillWaiting(TimeSpan.FromSeconds(10), 1).Should().Be(line);
    }

    [Fact]
    public void Counts_the_targets_that_it_waits_for()
    {
        ProbeSettings settings = _command.Settings("a:80", "b:80", "--wait", "1m");
        var lines = new WaitLines(settings);
        WaitProgress progress = new WaitHistory(settings.Wait).Add(OutcomeOf("refused"), isCut: false, TimeSpan.Zero);

        lines.Add(settings.Targets[1], progress).Should().Be(("  0.0s  tcp://b:80: connection refused", true));
        lines.Add(settings.Targets[1], progress with { IsChange = false }).Should().BeNull();
        lines.StillWaiting(TimeSpan.FromSeconds(10), 2).Should().Be(" 10.0s  still waiting for 2 of 2");
    }

    private static Outcome OutcomeOf(string word) => word switch
    {
        "healthy" => Outcome.Healthy(),
        "refused" => Outcome.Unhealthy(Reason.Refused, "connection refused"),
        "version" => Outcome.Unhealthy(Reason.Body, "version \"1\", not \"2\""),
        _ => Outcome.Unhealthy(Reason.Status, $"status {word}", $"status {word}"),
    };

    private List<string> Printed(string[] arguments, string outcomes)
    {
        ProbeSettings settings = _command.Settings(arguments);
        var lines = new WaitLines(settings);
        var history = new WaitHistory(settings.Wait);
        var printed = new List<string>();
        var now = TimeSpan.Zero;
        var answers = new Queue<string>(outcomes.Split(' '));
        while (history.Next(now) is { Kind: not WaitStepKind.End } step)
        {
            if (step.Kind == WaitStepKind.Pause)
            {
                now += step.Duration;
            }
            else if (lines.Add(settings.Targets[0], history.Add(OutcomeOf(answers.Dequeue()), step.IsCut, now)) is (string line, true))
            {
                printed.Add(line);
            }
        }

        answers.Should().BeEmpty();
        return [.. printed, OutcomeWriter.Text(settings.Targets[0], history.End(now), isWait: true)];
    }
}
