namespace HealthProbe.Tests.Waiting;

/// <summary>A wait, step by step, without a clock: time is what the test says it is.</summary>
public class WaitHistoryTests
{
    private static readonly Outcome Refused = Outcome.Unhealthy(Reason.Refused, "connection refused");
    private static readonly Outcome NoAnswer = Outcome.Unhealthy(Reason.Timeout, "no answer within 1s");

    [Theory]
    [InlineData(0.4)]
    [InlineData(48)]
    [InlineData(333)]
    public void Never_makes_two_attempts_closer_than_the_interval_but_for_the_last_one(double attemptMilliseconds)
    {
        (List<TimeSpan> starts, WaitResult result) = Run(new WaitOptions { Limit = Seconds(2), Successes = 4 }, _ => Outcome.Healthy(), Milliseconds(attemptMilliseconds));

        starts.Zip(starts.Skip(1), (one, next) => next - one).SkipLast(1).Should().OnlyContain(distance => distance >= Seconds(1));
        starts.Should().HaveCountLessThanOrEqualTo(3);
        result.Outcome.IsHealthy.Should().BeFalse();
        result.Elapsed.Should().Be(Seconds(2));
    }

    [Fact]
    public void Makes_three_attempts_in_two_seconds_that_are_refused()
    {
        (List<TimeSpan> starts, WaitResult result) = Run(new WaitOptions { Limit = Seconds(2) }, _ => Refused, TimeSpan.Zero);

        starts.Should().Equal(Seconds(0), Seconds(1), Seconds(1.95));
        result.Attempts.Should().Be(3);
        result.Elapsed.Should().Be(Seconds(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(50)]
    public void Ends_a_short_wait_at_its_limit_after_one_attempt(int milliseconds)
    {
        (List<TimeSpan> starts, WaitResult result) = Run(new WaitOptions { Limit = Milliseconds(milliseconds) }, _ => Refused, TimeSpan.Zero);

        starts.Should().Equal(TimeSpan.Zero);
        result.Elapsed.Should().Be(Milliseconds(milliseconds));
        result.Outcome.Should().Be(Refused);
    }

    [Fact]
    public void Cuts_the_last_attempt_to_the_time_that_remains()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(2), Interval = Seconds(1.5) });

        history.Next(Seconds(0)).Should().Be(WaitStep.Attempt(Seconds(1), isCut: false));
        history.Add(NoAnswer, isCut: false, Seconds(0.2));
        history.Next(Seconds(0.2)).Should().Be(WaitStep.Pause(Seconds(1.5)));
        history.Next(Seconds(1.6999)).Should().Be(WaitStep.Pause(Milliseconds(0.1)));
        history.Next(Seconds(1.7)).Should().Be(WaitStep.Attempt(Seconds(0.3), isCut: true));
        history.Add(NoAnswer, isCut: true, Seconds(2));
        history.Next(Seconds(2)).Should().Be(WaitStep.End);
    }

    [Fact]
    public void Makes_no_attempt_when_a_busy_machine_wakes_after_the_limit()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(2) });
        history.Add(Refused, isCut: false, Seconds(0));

        history.Next(Seconds(2.1)).Should().Be(WaitStep.End);
    }

    [Fact]
    public void Waits_for_ever_without_a_limit()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Timeout.InfiniteTimeSpan });
        history.Add(Refused, isCut: false, TimeSpan.FromDays(10_000));

        history.Next(TimeSpan.FromDays(10_000)).Should().Be(WaitStep.Pause(Seconds(1)));
        history.Next(TimeSpan.FromDays(10_000) + Seconds(1)).Should().Be(WaitStep.Attempt(Seconds(1), isCut: false));
    }

    [Fact]
    public void Ends_at_the_first_unhealthy_outcome_where_there_is_nothing_to_wait_for()
    {
        var history = new WaitHistory(new WaitOptions { Successes = 3 });
        history.Add(Outcome.Healthy(), isCut: false, Seconds(0));
        history.Next(Seconds(0)).Should().Be(WaitStep.Pause(Seconds(1)));
        history.Add(Refused, isCut: false, Seconds(1));

        history.Next(Seconds(1)).Should().Be(WaitStep.End);
        history.End(Seconds(1)).Should().BeEquivalentTo(
            new WaitResult(Refused, Seconds(1), 2, [new Phase("healthy", Seconds(1)), new Phase("refused", TimeSpan.Zero)]));
    }

    [Fact]
    public void Breaks_a_row_of_successes_by_an_attempt_that_was_cut_short()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(2), Successes = 3 });
        history.Add(Outcome.Healthy(), isCut: false, Seconds(1));
        history.Add(NoAnswer, isCut: true, Seconds(2));

        history.End(Seconds(2)).Outcome.Should().Be(NoAnswer);
    }

    [Fact]
    public void Tells_changes_repeats_and_rows_of_successes()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(60), Successes = 3 });
        Outcome[] outcomes = [Refused, Refused, Outcome.Healthy(), Outcome.Healthy(), Refused, NoAnswer, Outcome.Healthy()];

        outcomes.Select((outcome, second) => history.Add(outcome, isCut: false, Seconds(second)))
            .Select(progress => (progress.Successes, progress.IsChange, progress.IsRepeated)).Should().Equal(
                (0, true, false), (0, false, false), (1, true, false), (2, false, false), (0, true, true), (0, true, false), (1, true, true));
    }

    [Fact]
    public void Sums_up_what_was_interrupted()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(60) });
        history.Interrupt(Seconds(0.5)).Should().BeEquivalentTo(
            new WaitResult(Outcome.Unhealthy(Reason.Error, "interrupted before the first outcome"), Seconds(0.5), 0, []));

        history.Add(Refused, isCut: false, Seconds(1));
        history.Interrupt(Seconds(3)).Should().BeEquivalentTo(
            new WaitResult(Outcome.Unhealthy(Reason.Refused, "interrupted; connection refused"), Seconds(3), 1, [new Phase("refused", Seconds(2.5))]));
    }

    [Fact]
    public void Sums_up_a_row_of_successes_that_was_interrupted()
    {
        var history = new WaitHistory(new WaitOptions { Limit = Seconds(60), Successes = 3 });
        history.Add(Outcome.Healthy(), isCut: false, Seconds(1));

        history.Interrupt(Seconds(2)).Outcome.Should().Be(Outcome.Unhealthy(Reason.NotReady, "interrupted; healthy 1 times in a row, not 3"));
    }

    // Runs a wait whose attempts all take the same time.
    private static (List<TimeSpan> Starts, WaitResult Result) Run(WaitOptions options, Func<TimeSpan, Outcome> answer, TimeSpan attempt)
    {
        var history = new WaitHistory(options);
        var starts = new List<TimeSpan>();
        TimeSpan now = TimeSpan.Zero;
        while (history.Next(now) is { Kind: not WaitStepKind.End } step)
        {
            if (step.Kind == WaitStepKind.Attempt)
            {
                starts.Add(now);
                starts.Should().HaveCountLessThan(100);
                now += attempt < step.Duration ? attempt : step.Duration;
                history.Add(answer(starts[^1]), step.IsCut, now);
            }
            else
            {
                step.Duration.Should().BePositive();
                now += step.Duration;
            }
        }

        return (starts, history.End(now));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
