using HealthProbe.Protocols;

namespace HealthProbe.Tests.Protocols;

/// <summary>The rules that hold for every protocol.</summary>
public class ExchangeDriverTests
{
    [Fact]
    public void A_connection_that_closes_without_a_byte_is_closed_without_a_response() =>
        Closed("").Should().Be(Outcome.Unhealthy(Reason.Closed, "connection closed without a response"));

    [Fact]
    public void A_connection_that_closes_early_shows_what_was_received() =>
        Closed("HEL").Should().Be(Outcome.Unhealthy(Reason.Closed, "connection closed before the response was complete: received \"HEL\""));

    [Fact]
    public void A_response_over_the_budget_is_a_protocol_error() =>
        ExchangeRun.OutcomeOfEndless(() => new Greeting(), [], new byte[1000])
            .Should().Be(Outcome.Unhealthy(Reason.Protocol, "a response of more than 64 KiB"));

    [Fact]
    public void Bytes_sent_before_the_handshake_end_the_attempt()
    {
        var driver = new ExchangeDriver(new Greeting(Step.StartTls));
        driver.Received.Append("x"u8);

        driver.Advance().Outcome.Should().Be(Outcome.Unhealthy(Reason.Protocol, "the server sent data before the TLS handshake"));
    }

    [Fact]
    public void A_handshake_without_bytes_before_it_may_begin() => new ExchangeDriver(new Greeting(Step.StartTls)).Advance().Kind.Should().Be(StepKind.StartTls);

    [Fact]
    public void A_TLS_alert_is_named() => Step.Unexpected("Redis", [0x15, 3, 3, 0, 2, 2, 0x46]).Outcome
        .Should().Be(Outcome.Unhealthy(Reason.Protocol, "the server sent a TLS alert to plain Redis; use the TLS scheme, which ends in s"));

    private static Outcome Closed(string received) =>
        ExchangeRun.Of(new Greeting(), [System.Text.Encoding.ASCII.GetBytes(received)], closes: true).Outcome!.Value;

    /// <summary>Waits for a line that never comes, or repeats one step.</summary>
    private sealed class Greeting(Step step = default) : IExchange
    {
        public ReadOnlyMemory<byte> Opening => default;

        public string WaitingFor => "greeting";

        public Step Next(ReceiveBuffer received) => step;
    }
}
