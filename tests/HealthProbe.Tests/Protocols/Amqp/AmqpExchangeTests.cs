using HealthProbe.Protocols.Amqp;

namespace HealthProbe.Tests.Protocols.Amqp;

public class AmqpExchangeTests
{
    [Fact]
    public void The_protocol_header_is_sent_and_then_Connection_Close() =>
        ExchangeRun.Of(new AmqpExchange(), [Words.ToBytes("\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x0a\xCE")], closes: false).Should().BeEquivalentTo(new ExchangeRun.Ending(
            Outcome.Healthy(),
            "AMQP\0\0\x09\x01"u8.ToArray(),
            [1, 0, 0, 0, 0, 0, 14, 0, 10, 0, 50, 0, 200, 3, 0x62, 0x79, 0x65, 0, 0, 0, 0, 0xCE],
            "Connection.Start",
            false));

    [Theory]
    [InlineData("\x01\x00\x00\x00\x00\x00\x10\x00\x0a\x00\x0a\x07versionS\x00\x00\x00\xCE", Reason.None, "")]
    [InlineData("\x01\x00\x00\x00\x00\x00\x13\x00\x0a\x00\x0a\x07versionS\x00\x00\x00\u00021.\xCE", Reason.None, "1.")]
    [InlineData("\x01\x00\x00\x00\x00\x00\x08\x00\x0a\x00\u0032full\xCE", Reason.NotReady, "the server closes the connection: \"full\"")]
    [InlineData("AMQP\x00\x01\x00\x00", Reason.Protocol, "the response is not AMQP 0-9-1: received \"AMQP????\"")]
    [InlineData("\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x0b\xCE", Reason.Protocol, "the response is not AMQP 0-9-1: received \"???????????Î\"")]
    [InlineData("\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x0a\xCF", Reason.Protocol, "the response is not AMQP 0-9-1: received \"???????????Ï\"")]
    [InlineData("\x01\x00\x01\x00\x00\x00\x04\x00\x0a\x00\x0a\xCE", Reason.Protocol, "the response is not AMQP 0-9-1: received \"???????????Î\"")]
    [InlineData("\x01\x00\x00\x00\x00\x00\x03\x00\x0a\x00\xCE", Reason.Protocol, "the response is not AMQP 0-9-1: received \"??????????Î\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new AmqpExchange(), word, reason, detail);
}
