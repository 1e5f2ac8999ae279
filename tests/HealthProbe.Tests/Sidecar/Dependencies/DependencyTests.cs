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
        Run(Settings(probe), Seconds(12));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(5), Seconds(10));
    }

    [Fact]
    public void Counts_the_period_from_beginning_to_beginning()
    {
        var probe = new Repeating(_time, Seconds(4), Good);
        Run(Settings(probe) with { Timeout = Seconds(5) }, Seconds(12));

        probe.AskedAt.Should().Equal(Seconds(0), Seconds(5), Seconds(10));
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

        probe.AskedAt.Should().Equal([.. new[] { 0, 2, 4, 8, 16, 26, 36, 46, 56 }.Select(Seconds)], "the third failure in a row opens the circuit");
    }

    [Fact]
    public void Is_asked_on_its_period_again_after_the_first_success()
    {
        Repeating probe = Probe(Bad, Bad, Bad, Bad, Good, Good, Good);
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

        _time.Advance(TimeSpan.FromSeconds(9.2));
        dependency.State.Circuit.Should().Be(CircuitState.HalfOpen);
        dependency.State.Status.Should().Be(DependencyStatus.Down);
    }

    [Theory]
    [InlineData(5, 2, 5)]
    [InlineData(5, 3, 10)]
    [InlineData(5, 1000000, 10)]
    [InlineData(1, 3, 2)]
    [InlineData(1, 5, 8)]
    [InlineData(1, 6, 10)]
    [InlineData(90, 5, 90)]
    public void Backs_off_to_ten_seconds_at_most_and_never_below_the_period(int period, int failures, int delay)
    {
        var state = new DependencyState(DependencyStatus.Down, Bad, DateTimeOffset.UnixEpoch) { Failures = failures };

        CircuitBreaker.GetDelay(Settings(Probe(Bad)) with { Period = Seconds(period) }, state).Should().Be(Seconds(delay));
    }

    // The outage begins right after a healthy attempt, or right before one, and each attempt takes the whole timeout.
    [Theory]
    [InlineData(0.001)]
    [InlineData(2.5)]
    [InlineData(4.999)]
    public void With_the_defaults_an_outage_is_noticed_within_10_s(double afterAttempt)
    {
        var server = new Outage();
        Dependency dependency = Run(Settings(server), TimeSpan.FromSeconds(20 + afterAttempt));
        dependency.State.Status.Should().Be(DependencyStatus.Up);

        server.IsDown = true;

        UntilStatus(dependency, DependencyStatus.Down).Should().BeLessThan(Seconds(9), "5 s period, two confirmations of 1 s, and a timeout of 1 s");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3601.5)]
    [InlineData(86_403.7)]
    public void With_the_defaults_a_recovery_is_noticed_within_15_s_however_long_the_outage_was(double outage)
    {
        var server = new Outage();
        Dependency dependency = Run(Settings(server), Seconds(20));
        server.IsDown = true;
        UntilStatus(dependency, DependencyStatus.Down);
        _time.Advance(TimeSpan.FromSeconds(outage));

        server.IsDown = false;

        UntilStatus(dependency, DependencyStatus.Up).Should().BeLessThan(Seconds(12), "10 s at most to the next attempt");
    }

    [Fact]
    public void Is_checked_each_second_until_a_change_is_confirmed()
    {
        Repeating probe = Probe(Good, Good, Bad, Bad, Bad, Good);
        Run(Settings(probe) with { Period = Seconds(30), Successes = 2 }, Seconds(100));

        probe.AskedAt.Should().Equal(
            [.. new[] { 0, 1, 31, 32, 33, 63, 64, 94 }.Select(Seconds)], "the third failure and the second success confirm; a period over 10 s does not back off");
    }

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
        dependency.Statistics.Read().Failures.Should().Be(20);
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

        asked.Should().Be(4, "at 0, 5, 10 and, backed off, at 20 s");
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

        told.Should().StartWith(["?U", "UD", "DD"]);
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

    private TimeSpan UntilStatus(Dependency dependency, DependencyStatus status)
    {
        long start = _time.GetTimestamp();
        while (dependency.State.Status != status && _time.GetElapsedTime(start) < Seconds(100))
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return _time.GetElapsedTime(start);
    }

    /// <summary>A server that answers at once, or not at all.</summary>
    private sealed class Outage : IProbe
    {
        public bool IsDown { get; set; }

        public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            if (!IsDown)
            {
                return new(Good);
            }

            var canceled = new TaskCompletionSource<Outcome>();
            cancellationToken.Register(() => canceled.SetResult(Outcome.Unhealthy(Reason.Timeout, "no answer")));
            return new(canceled.Task);
        }
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
