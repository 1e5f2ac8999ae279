namespace HealthProbe.Tests.Waiting;

public class WaiterTests
{
    private static readonly Outcome Refused = Outcome.Unhealthy(Reason.Refused, "connection refused");
    private static readonly Outcome Unavailable = Outcome.Unhealthy(Reason.Status, "status 503", "status 503");

    private readonly SteppedTime _time = new();

    [Fact]
    public async Task Asks_once_when_the_first_answer_is_healthy()
    {
        ScriptedProbe probe = Probe(_ => Outcome.Healthy());

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = TimeSpan.FromMinutes(1) });

        result.Should().BeEquivalentTo(new WaitResult(Outcome.Healthy(), TimeSpan.Zero, 1, []));
    }

    [Fact]
    public async Task Says_what_the_time_went_on()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(10) ? Refused : elapsed < Seconds(20) ? Unavailable : Outcome.Healthy());

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = TimeSpan.FromMinutes(1) });

        result.Outcome.IsHealthy.Should().BeTrue();
        result.Elapsed.Should().Be(Seconds(20));
        result.Attempts.Should().Be(21);
        result.Phases.Should().Equal(new Phase("refused", Seconds(10)), new Phase("status 503", Seconds(10)));
    }

    [Fact]
    public async Task Ends_at_the_limit_with_the_last_reason()
    {
        ScriptedProbe probe = Probe(_ => Refused);

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(5), Interval = Seconds(2) });

        result.Outcome.Reason.Should().Be(Reason.Refused);
        probe.AskedAt.Should().Equal(Seconds(0), Seconds(2), Seconds(4), Seconds(4.95));
        result.Elapsed.Should().Be(Seconds(5));
        result.Phases.Should().Equal(new Phase("refused", Seconds(5)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(60)]
    public async Task Ends_with_the_last_reason_however_slow_the_machine_is(int milliseconds)
    {
        for (int limit = 1; limit < 100; limit += 3)
        {
            var time = new BusyMachineTime(TimeSpan.FromMilliseconds(milliseconds));
            var options = new WaitOptions { Limit = TimeSpan.FromMilliseconds(limit), Interval = TimeSpan.FromMilliseconds(1) };

            WaitResult result = await new Waiter(new Prober(time), time).WaitAsync(new ScriptedProbe(time, _ => Refused), options);

            result.Outcome.Reason.Should().Be(Reason.Refused);
        }
    }

    [Fact]
    public async Task Asks_once_more_just_before_the_limit_however_long_the_pause_is()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed > Seconds(9) ? Outcome.Healthy() : Refused);

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(10), Interval = Seconds(60) });

        result.Outcome.IsHealthy.Should().BeTrue();
        probe.AskedAt.Should().Equal(Seconds(0), Seconds(9.95));
    }

    [Fact]
    public async Task Gives_each_attempt_its_timeout_and_the_last_one_what_remains()
    {
        var probe = new HangingProbe(_time);

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(3), Timeout = Seconds(1), Interval = Seconds(0.5) });

        probe.CutAt.Should().Equal(Seconds(1), Seconds(2.5), Seconds(3));
        result.Outcome.Detail.Should().Be("no response within 1s");
    }

    [Fact]
    public async Task Doubles_the_pause_up_to_the_longest()
    {
        ScriptedProbe probe = Probe(_ => Refused);

        await WaitAsync(probe, new WaitOptions { Limit = Seconds(30), Interval = Seconds(1), Backoff = true, MaxInterval = Seconds(5) });

        probe.AskedAt.Should().Equal(
            Seconds(0), Seconds(1), Seconds(3), Seconds(7), Seconds(12), Seconds(17), Seconds(22), Seconds(27), Seconds(29.95));
    }

    [Fact]
    public async Task Wants_as_many_healthy_answers_in_a_row_as_it_was_told()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed == Seconds(2) || elapsed == Seconds(0) ? Refused : Outcome.Healthy());

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = TimeSpan.FromMinutes(1), Successes = 3 });

        result.Outcome.IsHealthy.Should().BeTrue();
        result.Elapsed.Should().Be(Seconds(5));
        result.Phases.Should().Equal(
            new Phase("refused", Seconds(1)), new Phase("healthy", Seconds(1)), new Phase("refused", Seconds(1)), new Phase("healthy", Seconds(2)));
    }

    [Fact]
    public async Task Is_not_healthy_when_the_limit_comes_before_enough_healthy_answers()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(3) ? Refused : Outcome.Healthy());

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(5), Successes = 10 });

        result.Outcome.IsHealthy.Should().BeFalse();
        result.Outcome.Reason.Should().Be(Reason.NotReady);
        result.Outcome.Detail.Should().Be("healthy 3 times in a row, not 10");
    }

    [Fact]
    public async Task Without_a_limit_stops_at_the_first_unhealthy_answer()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(1) ? Outcome.Healthy() : Refused);

        WaitResult result = await WaitAsync(probe, new WaitOptions { Successes = 3 });

        result.Outcome.Reason.Should().Be(Reason.Refused);
        result.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task Does_not_let_an_attempt_that_was_cut_short_hide_the_reason_before_it()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(1.9) ? Unavailable : Outcome.Unhealthy(Reason.Timeout, "no answer"));

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(2) });

        result.Outcome.Detail.Should().Be("status 503");
        result.Phases.Should().Equal(new Phase("status 503", Seconds(2)));
    }

    [Fact]
    public async Task Tells_each_answer_when_it_comes()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(1) ? Refused : elapsed < Seconds(2) ? Unavailable : Outcome.Healthy());
        var heard = new List<string>();

        await WaitAsync(probe, new WaitOptions { Limit = Seconds(10) }, progress => heard.Add($"{progress.Elapsed.TotalSeconds} {progress.Outcome.Summary}"));

        heard.Should().Equal("0 refused", "1 status 503", "2 healthy");
    }

    [Fact]
    public async Task Ends_when_the_caller_gives_up()
    {
        using var givingUp = new CancellationTokenSource();
        Task<WaitResult> wait = new Waiter(new Prober(_time), _time).WaitAsync(Probe(_ => Refused), new WaitOptions { Limit = Seconds(60) }, null, givingUp.Token);

        await givingUp.CancelAsync();

        await wait.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Waits_for_a_target_to_go_away()
    {
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(3) ? Outcome.Healthy() : Refused);
        var prober = new Prober(_time) { Invert = true };

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(10) }, prober: prober);

        result.Outcome.IsHealthy.Should().BeTrue();
        result.Phases.Should().Equal(new Phase("still up", Seconds(3)));
    }

    [Theory]
    [InlineData(Reason.Dns)]
    [InlineData(Reason.Denied)]
    [InlineData(Reason.Error)]
    public async Task Takes_no_unknown_name_or_fault_of_its_own_for_a_target_that_has_gone(Reason reason)
    {
        ScriptedProbe probe = Probe(_ => Outcome.Unhealthy(reason, "not about the target"));

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(2) }, prober: new Prober(_time) { Invert = true });

        result.Outcome.Reason.Should().Be(reason);
    }

    [Fact]
    public async Task Takes_no_attempt_that_was_cut_short_for_a_target_that_has_gone()
    {
        Outcome silent = Outcome.Unhealthy(Reason.Timeout, "no answer") with { IsGone = true };
        ScriptedProbe probe = Probe(elapsed => elapsed < Seconds(1.9) ? Outcome.Healthy() : silent);

        WaitResult result = await WaitAsync(probe, new WaitOptions { Limit = Seconds(2) }, prober: new Prober(_time) { Invert = true });

        result.Outcome.Detail.Should().Be("still up, expected to be gone");
    }

    [Fact]
    public async Task Takes_a_whole_attempt_without_an_answer_to_the_connection_for_a_target_that_has_gone()
    {
        Outcome silent = Outcome.Unhealthy(Reason.Timeout, "no answer") with { IsGone = true };

        WaitResult result = await WaitAsync(Probe(_ => silent), new WaitOptions { Limit = Seconds(2) }, prober: new Prober(_time) { Invert = true });

        result.Outcome.Should().Be(Outcome.Healthy("gone, as expected: no answer within 1s"));
    }

    [Fact]
    public async Task Says_what_is_null()
    {
        var waiter = new Waiter(new Prober(_time), _time);

        await waiter.Invoking(each => each.WaitAsync(null!, new WaitOptions())).Should().ThrowAsync<ArgumentNullException>().WithParameterName("probe");
        await waiter.Invoking(each => each.WaitAsync(Probe(_ => Refused), null!)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("options");
        FluentActions.Invoking(() => new Waiter(null!)).Should().Throw<ArgumentNullException>().WithParameterName("prober");
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private ScriptedProbe Probe(Func<TimeSpan, Outcome> answer) => new(_time, answer);

    // Where no synchronization context stands between them, the waiter goes on inside the call that advances the clock: no step can be
    // missed.
    private Task<WaitResult> WaitAsync(IProbe probe, WaitOptions options, Action<WaitProgress>? onAttempt = null, Prober? prober = null) => Task.Run(async () =>
    {
        Task<WaitResult> wait = new Waiter(prober ?? new Prober(_time), _time).WaitAsync(probe, options, onAttempt, CancellationToken.None);
        for (int step = 0; step < 10_000 && !wait.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await wait;
    });
}
