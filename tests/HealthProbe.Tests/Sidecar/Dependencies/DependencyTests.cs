using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Dependencies;

public sealed class DependencyTests : IDisposable
{
    private static readonly Outcome Good = Outcome.Healthy();
    private static readonly Outcome Bad = Outcome.Unhealthy(Reason.Refused, "connection refused");

    private readonly SteppedTime _time = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Is_unknown_before_it_was_asked()
    {
        DependencyState state = new Dependency(Settings(Probe(Good)), _time).State;

        (state.Status, state.Last, state.Circuit).Should().Be((DependencyStatus.Unknown, null, CircuitState.Closed));
        default(DependencyStatus).Should().Be(DependencyStatus.Unknown);
        default(HealthStatus).Should().Be(HealthStatus.Down);
    }

    [Fact]
    public void Is_asked_at_once_and_then_on_its_period()
    {
        Repeating probe = Probe(Good);
        Run(Settings(probe), Seconds(25));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(10), Seconds(20));
    }

    [Fact]
    public void Counts_the_period_from_beginning_to_beginning()
    {
        var probe = new Repeating(_time, Seconds(4), Good);
        Run(Settings(probe) with { Timeout = Seconds(5) }, Seconds(25));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(10), Seconds(20));
    }

    [Fact]
    public void Begins_right_after_an_attempt_that_took_longer_than_the_period()
    {
        var probe = new Repeating(_time, Seconds(3), Good);
        Run(Settings(probe) with { Timeout = Seconds(5), Period = Seconds(1) }, Seconds(10));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(3), Seconds(6), Seconds(9));
        probe.MostAtOnce.Should().Be(1);
    }

    [Theory]
    [InlineData("+", 3, 1, "U")]
    [InlineData("-", 3, 1, "D")]
    [InlineData("+--", 3, 1, "UUU")]
    [InlineData("+---", 3, 1, "UUUD")]
    [InlineData("+--+--", 3, 1, "UUUUUU")]
    [InlineData("+---+", 3, 1, "UUUDU")]
    [InlineData("-+", 3, 1, "DU")]
    [InlineData("-+-", 3, 1, "DUU")]
    [InlineData("++", 3, 2, "?U")]
    [InlineData("+-++", 3, 2, "?DDU")]
    [InlineData("++-+-", 1, 2, "?UDDD")]
    [InlineData("+-+", 1, 1, "UDU")]
    public void Turns_after_so_many_in_a_row(string answers, int failures, int successes, string statuses)
    {
        var state = new DependencyState(DependencyStatus.Unknown, null, DateTimeOffset.UnixEpoch);
        DependencySettings settings = Settings(Probe(Good)) with { Failures = failures, Successes = successes };

        string seen = string.Concat(answers.Select(answer => Letter((state = state.After(answer == '+' ? Good : Bad, settings, DateTimeOffset.UtcNow)).Status)));

        seen.Should().Be(statuses);
    }

    [Fact]
    public void Says_since_when()
    {
        var state = new DependencyState(DependencyStatus.Unknown, null, DateTimeOffset.UnixEpoch);
        DependencySettings settings = Settings(Probe(Good)) with { Failures = 2 };
        DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

        state = state.After(Good, settings, At(1)).After(Good, settings, At(2)).After(Bad, settings, At(3));
        state.Since.Should().Be(At(1));
        state.After(Bad, settings, At(4)).Since.Should().Be(At(4));
    }

    [Fact]
    public void Is_left_in_peace_after_repeated_failures()
    {
        Repeating probe = Probe(Bad);
        Run(Settings(probe) with { Period = Seconds(2) }, Seconds(60));

        probe.AskedAt.Should().Equal([.. new[] { 0, 2, 4, 8, 16, 32, 48 }.Select(Seconds)], "the third failure in a row opens the circuit");
    }

    [Fact]
    public void Is_asked_on_its_period_again_after_the_first_success()
    {
        Repeating probe = Probe(Bad, Bad, Bad, Bad, Good, Bad, Good);
        Dependency dependency = Run(Settings(probe) with { Period = Seconds(2) }, Seconds(21));

        probe.AskedAt.Should().Equal([.. new[] { 0, 2, 4, 8, 16, 18, 20 }.Select(Seconds)]);
        dependency.State.Circuit.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Is_half_open_while_it_is_asked_whether_it_is_back()
    {
        var probe = new Repeating(_time, TimeSpan.FromMilliseconds(500), Bad);
        Dependency dependency = Run(Settings(probe) with { Failures = 1 }, Seconds(1));
        dependency.State.Circuit.Should().Be(CircuitState.Open);

        _time.Advance(TimeSpan.FromSeconds(19.2));
        dependency.State.Circuit.Should().Be(CircuitState.HalfOpen);
        dependency.State.Status.Should().Be(DependencyStatus.Down);
    }

    [Theory]
    [InlineData(10, 2, 10)]
    [InlineData(10, 3, 20)]
    [InlineData(10, 4, 40)]
    [InlineData(10, 5, 60)]
    [InlineData(1, 5, 8)]
    [InlineData(1, 1000000, 8)]
    [InlineData(90, 5, 90)]
    public void Waits_at_most_eight_periods_or_a_minute_and_never_less_than_the_period(int period, int failures, int wait) =>
        CircuitBreaker.Wait(Settings(Probe(Bad)) with { Period = Seconds(period) }, failures).Should().Be(Seconds(wait));

    [Fact]
    public void Is_asked_on_its_period_for_ever_where_it_does_not_back_off()
    {
        Repeating probe = Probe(Bad);
        Run(Settings(probe) with { Period = Seconds(1), BacksOff = false }, Seconds(100));

        probe.AskedAt.Should().HaveCount(101);
    }

    [Fact]
    public void A_probe_that_never_ends_is_asked_once_and_is_down()
    {
        var probe = new Repeating(_time, TimeSpan.FromDays(10), Good);
        Dependency dependency = Run(Settings(probe) with { BacksOff = false }, Seconds(100));

        probe.AskedAt.Should().Equal(Seconds(0));
        dependency.State.Status.Should().Be(DependencyStatus.Down);
        dependency.State.Last!.Value.Detail.Should().Be("the attempt before has not ended within 1s");
        dependency.Statistics.Read().Failures.Should().Be(10);
        _time.RunningTimers.Should().BeLessThan(5, "nothing piles up");
    }

    [Fact]
    public void A_probe_that_ends_late_is_asked_again_and_the_late_answer_counts_for_nothing()
    {
        var probe = new Repeating(_time, Seconds(15), Bad, Good);
        Dependency dependency = Run(Settings(probe) with { Timeout = Seconds(6), Failures = 5 }, Seconds(16));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(15));
        probe.MostAtOnce.Should().Be(1);
        dependency.State.Last!.Value.Reason.Should().Be(Reason.Timeout);
    }

    [Fact]
    public void A_probe_that_throws_is_a_failure_and_no_end()
    {
        int asked = 0;
        var probe = new Throwing(() => asked++);
        Dependency dependency = Run(Settings(probe), Seconds(25));

        asked.Should().Be(3);
        dependency.State.Last!.Value.Detail.Should().Be("the probe itself failed");
    }

    [Fact]
    public void Tells_each_answer_with_what_was_known_before()
    {
        var dependency = new Dependency(Settings(Probe(Good, Bad)) with { Failures = 1 }, _time);
        var told = new List<string>();
        dependency.Answered += (_, before, after) => told.Add($"{Letter(before.Status)}{Letter(after.Status)}");
        _ = OnThisThread.Run(dependency, _stop.Token);
        _time.Advance(Seconds(30));

        told.Should().Equal("?U", "UD", "DD");
    }

    [Fact]
    public void Ends_when_it_is_told_to()
    {
        Task running = OnThisThread.Run(new Dependency(Settings(new Repeating(_time, TimeSpan.FromDays(1), Good)), _time), _stop.Token);
        _stop.Cancel();

        running.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void Counts_attempts_by_how_long_they_took()
    {
        var statistics = new DependencyStatistics();
        statistics.Add(Good with { Elapsed = TimeSpan.FromMilliseconds(1) });
        statistics.Add(Bad with { Elapsed = TimeSpan.FromMilliseconds(30) });
        statistics.Add(Bad with { Elapsed = TimeSpan.FromSeconds(11) });

        AttemptTotals totals = statistics.Read();
        totals.CountsUpTo.Should().Equal(1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3);
        (totals.Attempts, totals.Failures).Should().Be((3, 2));
        totals.Seconds.Should().BeApproximately(11.031, 1e-9);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static char Letter(DependencyStatus status) => status switch { DependencyStatus.Up => 'U', DependencyStatus.Down => 'D', _ => '?' };

    private static DependencySettings Settings(IProbe probe) => new() { Name = "database", Target = "tcp://db:5432", Probe = probe };

    private Repeating Probe(params Outcome[] answers) => new(_time, TimeSpan.Zero, answers);

    private Dependency Run(DependencySettings settings, TimeSpan duration)
    {
        var dependency = new Dependency(settings, _time);
        _ = OnThisThread.Run(dependency, _stop.Token);
        _time.Advance(duration);
        return dependency;
    }

    private sealed class Throwing(Action asked) : IProbe
    {
        public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            asked();
            throw new InvalidOperationException("a mistake of its own");
        }
    }
}
