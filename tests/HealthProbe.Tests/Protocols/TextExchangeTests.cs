using HealthProbe.Protocols;

namespace HealthProbe.Tests.Protocols;

/// <summary>
/// Unlike a response of a protocol, an expected text may follow anything: only the end of the stream, or 64 KiB, shows that it is missing.
/// </summary>
public class TextExchangeTests
{
    private static readonly ProbeOptions Ping = new() { Send = "PING\r\n"u8.ToArray(), Expect = "+PONG\r\n"u8.ToArray() };

    [Fact]
    public void Without_an_expected_text_nothing_is_sent_and_a_connection_is_enough() =>
        ExchangeRun.Of(new TextExchange(new ProbeOptions { Send = "PING\r\n"u8.ToArray() }), [], closes: false)
            .Should().BeEquivalentTo(new ExchangeRun.Ending(Outcome.Healthy(), [], [], "response that contains \"\"", false));

    [Theory]
    [InlineData("+PONG\r\n", Reason.None, "")]
    [InlineData("hello\r\n+PONG\r\nbye", Reason.None, "")]
    [InlineData("++PONG\r\n", Reason.None, "")]
    [InlineData("", Reason.Closed, "connection closed without a response")]
    [InlineData("+PONG", Reason.Body, "received \"+PONG\", not \"+PONG??\"")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", Reason.Body, "received \"HTTP/1.1 400 Bad Request\", not \"+PONG??\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new TextExchange(Ping), word, reason, detail);

    [Fact]
    public void What_is_sent_comes_first() =>
        ExchangeRun.Of(new TextExchange(Ping), ["+PONG\r\n"u8.ToArray()], closes: false).Sent.Should().Equal("PING\r\n"u8.ToArray());

    [Fact]
    public void The_text_may_be_the_end_of_what_is_read() =>
        ExchangeRun.Of(new TextExchange(Ping), [[.. Enumerable.Repeat((byte)'x', (64 * 1024) - 7), .. "+PONG\r\n"u8]], closes: false).Outcome.Should().Be(Outcome.Healthy());

    [Fact]
    public void The_text_may_not_be_beyond_what_is_read() =>
        ExchangeRun.Of(new TextExchange(Ping), [[.. Enumerable.Repeat((byte)'x', (64 * 1024) - 6), .. "+PONG\r\n"u8]], closes: false).Outcome!.Value.Reason.Should().Be(Reason.Body);

    [Fact]
    public void A_response_without_end_is_given_up() =>
        ExchangeRun.OutcomeOfEndless(() => new TextExchange(Ping), [], "endless "u8.ToArray()).Should().Be(Outcome.Unhealthy(
            Reason.Body, "received \"endless endless endless endless endless endless endless endl…\", not \"+PONG??\" in the first 64 KiB"));

    [Fact]
    public void A_timeout_shows_what_was_received()
    {
        var driver = new ExchangeDriver(new TextExchange(Ping));
        driver.Advance().Kind.Should().Be(StepKind.Read);
        driver.DescribeMissing().Should().Be("no response that contains \"+PONG??\"");

        driver.Received.Append("-ERR"u8);

        driver.Advance().Kind.Should().Be(StepKind.Read);
        driver.DescribeMissing().Should().Be("no complete response that contains \"+PONG??\": received \"-ERR\"");
    }
}
