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

    [Theory]
    [InlineData("rediss", "the server sent a TLS alert to plain Redis; use rediss://")]
    [InlineData(null, "the server sent a TLS alert to plain Redis")]
    public void A_TLS_alert_is_named(string? tlsScheme, string detail)
    {
        var driver = new ExchangeDriver(new Greeting(Step.Unexpected("Redis")), tlsScheme);
        driver.Received.Append([0x15, 3]);

        driver.Advance().Outcome.Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));
    }

    [Fact]
    public void A_connection_that_closes_without_a_byte_may_be_one_for_TLS()
    {
        var driver = new ExchangeDriver(new Greeting(), "rediss");
        driver.Received.Append(0);

        driver.Advance().Outcome.Should().Be(Outcome.Unhealthy(Reason.Closed, "connection closed without a response (if the port uses TLS, use rediss://)"));
    }

    [Fact]
    public void A_server_that_does_not_greet_may_be_one_for_TLS()
    {
        new ExchangeDriver(new Greeting(), "smtps").DescribeMissing().Should().Be("no greeting (if the port uses TLS, use smtps://)");
        new ExchangeDriver(new Greeting()).DescribeMissing().Should().Be("no greeting");
    }

    [Fact]
    public void A_timeout_shows_what_was_received()
    {
        var driver = new ExchangeDriver(new Greeting(), "smtps");
        driver.Received.Append("220"u8);
        driver.Received.Consume(3);

        driver.DescribeMissing().Should().Be("no complete greeting: received \"220\"");
    }

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
