using HealthProbe.Protocols.Smtp;

namespace HealthProbe.Tests.Protocols.Smtp;

public class SmtpExchangeTests
{
    [Fact]
    public void QUIT_follows_the_greeting() =>
        ExchangeRun.Of(new SmtpExchange(), ["220 ready\r\n"u8.ToArray()], closes: false).Should().BeEquivalentTo(
            new ExchangeRun.Ending(Outcome.Healthy("\"220 ready\""), [], "QUIT\r\n"u8.ToArray(), "greeting", false));

    [Theory]
    [InlineData("220 ready\r\n", Reason.None, "\"220 ready\"")]
    [InlineData("220\r\n", Reason.None, "\"220\"")]
    [InlineData("220-one\r\n220-two\r\n220 three\r\n", Reason.None, "\"220 three\"")]
    [InlineData("421 too busy\r\n", Reason.NotReady, "the server refuses: \"421 too busy\"")]
    [InlineData("554 no service for you\r\n", Reason.NotReady, "the server refuses: \"554 no service for you\"")]
    [InlineData("554-no\r\n554 service\r\n", Reason.NotReady, "the server refuses: \"554-no\"")]
    [InlineData("250 what\r\n", Reason.Protocol, "the response is not SMTP: received \"250 what\"")]
    [InlineData("354 what\r\n", Reason.Protocol, "the response is not SMTP: received \"354 what\"")]
    [InlineData("2200 what\r\n", Reason.Protocol, "the response is not SMTP: received \"2200 what\"")]
    [InlineData("220-one\r\n250 two\r\n", Reason.Protocol, "the response is not SMTP: received \"250 two\"")]
    [InlineData("220-one\r\nready\r\n", Reason.Protocol, "the response is not SMTP: received \"ready\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new SmtpExchange(), word, reason, detail);
}
