namespace HealthProbe.Tests;

public class OutcomeTests
{
    [Fact]
    public void Is_unhealthy_when_nothing_was_asked()
    {
        Outcome outcome = default;

        outcome.IsHealthy.Should().BeFalse();
        outcome.Reason.Should().Be(Reason.Error);
        outcome.Detail.Should().Be("not asked");
        outcome.Elapsed.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Has_no_reason_when_healthy()
    {
        Outcome.Healthy().Should().Match<Outcome>(outcome => outcome.IsHealthy && outcome.Reason == Reason.None && outcome.Detail.Length == 0);
        Outcome.Healthy("version 7").Detail.Should().Be("version 7");
    }

    [Fact]
    public void Always_has_a_reason_when_unhealthy()
    {
        Outcome.Unhealthy(Reason.Refused, "connection refused")
            .Should().Match<Outcome>(outcome => !outcome.IsHealthy && outcome.Reason == Reason.Refused && outcome.Detail == "connection refused");
        Outcome.Unhealthy(Reason.None, "").Reason.Should().Be(Reason.Error);
    }

    [Fact]
    public void Inverted_outcome_says_whether_the_target_is_gone()
    {
        Outcome.Healthy("version 7").Inverted().Should().Be(Outcome.Unhealthy(Reason.Error, "still up, expected to be gone", "still up"));
        Outcome.Unhealthy(Reason.Refused, "connection refused").Inverted().Should().Be(Outcome.Healthy("gone, as expected: connection refused"));
        Outcome.Unhealthy(Reason.Refused, "").Inverted().Should().Be(Outcome.Healthy("gone, as expected"));
        default(Outcome).Inverted().Should().Be(default(Outcome));
    }

    public static TheoryData<Reason> UnhealthyReasons => new(Enum.GetValues<Reason>().Where(reason => reason != Reason.None));

    [Theory]
    [MemberData(nameof(UnhealthyReasons))]
    public void Inverted_outcome_is_healthy_for_what_the_target_itself_says_and_for_no_other_reason(Reason reason)
    {
        Reason[] own = [Reason.Refused, Reason.Closed, Reason.Status, Reason.Body, Reason.NotReady, Reason.Stale];
        Outcome outcome = Outcome.Unhealthy(reason, "why") with { Elapsed = TimeSpan.FromSeconds(1) };

        outcome.Inverted().Should().Be(own.Contains(reason) ? Outcome.Healthy("gone, as expected: why") with { Elapsed = outcome.Elapsed } : outcome);
    }

    [Fact]
    public void Inverted_outcome_is_healthy_where_nothing_accepts() =>
        (Outcome.Unhealthy(Reason.Timeout, "no answer") with { IsGone = true }).Inverted().Should().Be(Outcome.Healthy("gone, as expected: no answer"));

    [Fact]
    public void Names_each_reason_in_lower_case_with_hyphens() =>
        Enum.GetValues<Reason>().Select(ReasonName.Of).Should().Equal(
            "none", "refused", "timeout", "dns", "unreachable", "closed", "tls", "status", "body", "slow", "protocol", "not-ready", "missing", "stale", "backlog",
            "denied", "error");

    [Fact]
    public void Names_an_unknown_reason_an_error() => ReasonName.Of((Reason)999).Should().Be("error");
}
