namespace HealthProbe.Tests;

public class ProberTests
{
    private const int Limit = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly SteppedTime _time = new();
    private readonly AnswerLater _probe = new();

    [Fact(Timeout = Limit)]
    public async Task Gives_the_answer_and_how_long_it_took()
    {
        Task<Outcome> asked = Ask();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        _probe.Answer(Outcome.Healthy("version 7"));

        (await asked).Should().Be(Outcome.Healthy("version 7") with { Elapsed = TimeSpan.FromMilliseconds(300) });
    }

    [Fact(Timeout = Limit)]
    public async Task Gives_an_unhealthy_answer_as_it_is()
    {
        Task<Outcome> asked = Ask();
        _probe.Answer(Outcome.Unhealthy(Reason.Refused, "connection refused"));

        (await asked).Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused"));
    }

    [Fact(Timeout = Limit)]
    public async Task Takes_an_answer_until_the_last_moment()
    {
        Task<Outcome> asked = Ask();
        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        _probe.Token.IsCancellationRequested.Should().BeFalse();
        _probe.Answer(Outcome.Healthy());

        (await asked).IsHealthy.Should().BeTrue();
    }

    [Fact(Timeout = Limit)]
    public async Task Is_unhealthy_when_the_healthy_answer_comes_too_late()
    {
        Task<Outcome> asked = Ask();
        _time.Advance(Timeout);
        _probe.Answer(Outcome.Healthy());

        (await asked).Should().Be(NoAnswer(Timeout));
    }

    [Fact(Timeout = Limit)]
    public async Task Reports_what_the_attempt_waited_for_last()
    {
        Task<Outcome> asked = Ask();
        _probe.Attempt.WaitFor(() => "no connection");
        _probe.Attempt.WaitFor(() => "no response to PING");
        _time.Advance(Timeout);

        (await asked).Should().Be(Outcome.Unhealthy(Reason.Timeout, "no response to PING within 1s") with { Elapsed = Timeout });
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lookup_without_a_response_has_the_reason_dns_and_is_never_healthy(bool invert)
    {
        Task<Outcome> asked = new Prober(_time) { Invert = invert }.ProbeAsync(_probe, Timeout);
        _probe.Attempt.WaitFor(() => "no response from name server 10.0.0.2 for db", Reason.Dns);
        _time.Advance(Timeout);

        (await asked).Should().Be(Outcome.Unhealthy(Reason.Dns, "no response from name server 10.0.0.2 for db within 1s") with { Elapsed = Timeout });
    }

    [Fact(Timeout = Limit)]
    public async Task A_response_that_is_missing_after_the_lookup_has_the_reason_timeout()
    {
        Task<Outcome> asked = Ask();
        _probe.Attempt.WaitFor(() => "no response from name server 10.0.0.2 for db", Reason.Dns);
        _probe.Attempt.WaitFor(() => "no response");
        _time.Advance(Timeout);

        (await asked).Should().Be(NoAnswer(Timeout));
    }

    [Fact(Timeout = Limit)]
    public async Task Keeps_a_verdict_although_closing_the_connection_takes_until_the_timeout()
    {
        Task<Outcome> asked = Ask();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        _probe.Attempt.Conclude(Outcome.Healthy("PONG"));
        _time.Advance(Timeout);

        (await asked).Should().Be(Outcome.Healthy("PONG") with { Elapsed = TimeSpan.FromMilliseconds(300) });
    }

    [Fact(Timeout = Limit)]
    public async Task Takes_no_verdict_that_comes_after_the_timeout()
    {
        Task<Outcome> asked = Ask();
        _probe.ConcludeWhenCancelled(Outcome.Healthy("PONG"));
        _time.Advance(Timeout);

        (await asked).Reason.Should().Be(Reason.Timeout);
    }

    [Fact(Timeout = Limit)]
    public async Task Turns_the_probes_cancellation_into_an_answer()
    {
        Task<Outcome> asked = Ask();
        _probe.ThrowWhenCancelled();
        _time.Advance(Timeout);

        (await asked).Should().Be(NoAnswer(Timeout));
    }

    [Fact(Timeout = Limit)]
    public async Task Leaves_a_probe_behind_that_does_not_listen()
    {
        Task<Outcome> asked = Ask();
        _time.Advance(Timeout);

        (await asked).Should().Be(NoAnswer(Timeout));
        _probe.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact(Timeout = Limit)]
    public async Task Throws_when_the_caller_gives_up_and_at_no_other_time()
    {
        using var caller = new CancellationTokenSource();
        Task<Outcome> asked = Ask(caller.Token);
        await caller.CancelAsync();

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _probe.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact(Timeout = Limit)]
    public async Task Throws_when_the_caller_gives_up_though_the_probe_calls_it_a_timeout()
    {
        using var caller = new CancellationTokenSource();
        Task<Outcome> asked = Ask(caller.Token);
        _probe.AnswerWhenCancelled(Outcome.Unhealthy(Reason.Timeout, "no answer"));
        await caller.CancelAsync();

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact(Timeout = Limit)]
    public async Task Throws_when_the_caller_had_given_up_before()
    {
        Task<Outcome> asked = Ask(new CancellationToken(canceled: true));
        _probe.Answer(Outcome.Unhealthy(Reason.Timeout, "no answer"));

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory(Timeout = Limit)]
    [InlineData(99, Reason.None)]
    [InlineData(100, Reason.None)]
    [InlineData(101, Reason.Slow)]
    public async Task Takes_no_healthy_answer_that_is_slower_than_allowed(int milliseconds, Reason reason)
    {
        var prober = new Prober(_time) { MaxLatency = TimeSpan.FromMilliseconds(100) };
        Task<Outcome> asked = prober.ProbeAsync(_probe, Timeout);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _probe.Answer(Outcome.Healthy());

        (await asked).Reason.Should().Be(reason);
    }

    [Fact(Timeout = Limit)]
    public async Task Throws_when_the_caller_gives_up_and_the_time_is_over_too()
    {
        using var caller = new CancellationTokenSource();
        Task<Outcome> asked = Ask(caller.Token);
        await caller.CancelAsync();
        _time.Advance(Timeout);

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact(Timeout = Limit)]
    public async Task Takes_silence_after_the_connection_for_no_target_that_has_gone()
    {
        Task<Outcome> asked = new Prober(_time) { Invert = true }.ProbeAsync(_probe, Timeout);
        _probe.Attempt.WaitForConnection(() => Outcome.Unhealthy(Reason.Timeout, "no answer") with { IsGone = true });
        _probe.Attempt.WaitFor(() => "connected, but no answer");
        _time.Advance(Timeout);

        (await asked).Should().Be(Outcome.Unhealthy(Reason.Timeout, "connected, but no answer within 1s") with { Elapsed = Timeout });
    }

    [Fact(Timeout = Limit)]
    public async Task Takes_silence_before_the_connection_for_a_target_that_has_gone()
    {
        Task<Outcome> asked = new Prober(_time) { Invert = true }.ProbeAsync(_probe, Timeout);
        _probe.Attempt.WaitForConnection(() => Outcome.Unhealthy(Reason.Timeout, "no answer") with { IsGone = true });
        _time.Advance(Timeout);

        (await asked).Should().Be(Outcome.Healthy("gone, as expected: no answer within 1s") with { Elapsed = Timeout });
    }

    [Fact(Timeout = Limit)]
    public async Task Takes_a_slow_answer_for_no_target_that_has_gone()
    {
        Task<Outcome> asked = new Prober(_time) { Invert = true, MaxLatency = TimeSpan.FromMilliseconds(100) }.ProbeAsync(_probe, Timeout);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        _probe.Answer(Outcome.Healthy());

        (await asked).Reason.Should().Be(Reason.Slow);
    }

    [Fact(Timeout = Limit)]
    public async Task Says_what_is_null_or_out_of_range()
    {
        await new Prober().Invoking(prober => prober.ProbeAsync(null!, Timeout)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("probe");
        await new Prober().Invoking(prober => prober.ProbeAsync(_probe, TimeSpan.Zero)).Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName("timeout");
        FluentActions.Invoking(() => Target.TryParse(null!, out _, out _)).Should().Throw<ArgumentNullException>().WithParameterName("text");
        FluentActions.Invoking(() => Target.TryParse(null!, "80", out _, out _)).Should().Throw<ArgumentNullException>().WithParameterName("host");
        FluentActions.Invoking(() => Target.TryParse("db", null!, out _, out _)).Should().Throw<ArgumentNullException>().WithParameterName("port");
        FluentActions.Invoking(() => ProbeFactory.Create(null!)).Should().Throw<ArgumentNullException>().WithParameterName("target");
        FluentActions.Invoking(() => new Attempt().WaitFor(null!)).Should().Throw<ArgumentNullException>().WithParameterName("missing");
        await FluentActions.Awaiting(() => WaitFor.HealthyAsync(null!, Timeout)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("target");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_a_probe_that_throws_unhealthy(bool isAsynchronous)
    {
        var probe = new FailingProbe(isAsynchronous);

        Outcome outcome = await new Prober().ProbeAsync(probe, Timeout);
        WaitResult result = await new Waiter(new Prober()).WaitAsync(probe, new WaitOptions { Limit = Timeout, Interval = TimeSpan.FromMilliseconds(1) });

        (outcome with { Elapsed = default }).Should().Be(Outcome.Unhealthy(Reason.Error, "the probe failed with InvalidTimeZoneException"));
        outcome.Inverted().IsHealthy.Should().BeFalse();
        result.Outcome.IsHealthy.Should().BeTrue("the fourth attempt is");
        result.Attempts.Should().Be(3);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaves_a_probe_behind_that_blocks_or_ignores_its_token(bool blocks)
    {
        using var release = new ManualResetEventSlim();

        Outcome outcome = await new Prober().ProbeAsync(new StuckProbe(blocks, release), TimeSpan.FromMilliseconds(50));
        release.Set();

        outcome.Detail.Should().Be("no response within 50ms");
    }

    [Fact(Timeout = Limit)]
    public async Task Leaves_no_timer_running()
    {
        Task<Outcome> asked = Ask();
        _probe.Answer(Outcome.Healthy());
        await asked;

        _time.RunningTimers.Should().Be(0);
    }

    [Fact]
    public void Asks_on_the_calling_thread_too()
    {
        _probe.Answer(Outcome.Unhealthy(Reason.Refused, "connection refused"));

        new Prober(_time).Probe(_probe, Timeout).Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused"));
    }

    [Fact]
    public void Gives_a_second_when_nothing_else_is_said() => Prober.DefaultTimeout.Should().Be(TimeSpan.FromSeconds(1));

    private static Outcome NoAnswer(TimeSpan elapsed) => Outcome.Unhealthy(Reason.Timeout, "no response within 1s") with { Elapsed = elapsed };

    private Task<Outcome> Ask(CancellationToken cancellationToken = default) => new Prober(_time).ProbeAsync(_probe, Timeout, cancellationToken);
}
