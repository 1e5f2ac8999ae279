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
    public void Turned_round_still_says_what_it_was()
    {
        Outcome.Healthy("version 7").Inverted().Should().Be(Outcome.Unhealthy(Reason.Error, "still healthy", "still healthy"));
        Outcome.Healthy().Inverted().Summary.Should().Be("still healthy");
        Outcome.Unhealthy(Reason.Refused, "connection refused").Inverted().Should().Be(Outcome.Healthy("connection refused"));
    }

    [Fact]
    public void Names_each_reason_in_lower_case_with_hyphens() =>
        Enum.GetValues<Reason>().Select(ReasonName.Of).Should().Equal(
            "none", "refused", "timeout", "dns", "unreachable", "closed", "tls", "status", "body", "slow", "protocol", "not-ready", "missing", "stale", "backlog",
            "denied", "error");

    [Fact]
    public void Names_an_unknown_reason_an_error() => ReasonName.Of((Reason)999).Should().Be("error");
}
