using HealthProbe.Protocols.Nats;

namespace HealthProbe.Tests.Protocols.Nats;

public class NatsExchangeTests
{
    [Fact]
    public void Nothing_is_sent() =>
        ExchangeRun.Of(new NatsExchange(), ["INFO {\"version\":\"2.9.10\"}\r\n"u8.ToArray()], closes: false).Should().BeEquivalentTo(
            new ExchangeRun.Ending(Outcome.Healthy("NATS 2.9.10"), [], [], "INFO", false));

    [Theory]
    [InlineData("INFO {\"version\":\"2.9.10\"}\r\n", Reason.None, "NATS 2.9.10")]
    [InlineData("INFO {\"tls_required\":true}\r\n", Reason.None, "NATS")]
    [InlineData("INFO {\"ldm\":false,\"auth_required\":true}\r\n", Reason.None, "NATS")]
    [InlineData("INFO {\"ldm\":true}\r\n", Reason.NotReady, "lame duck mode: the server is shutting down")]
    [InlineData("-ERR 'maximum connections exceeded'\r\n", Reason.NotReady, "the server refuses: \"maximum connections exceeded\"")]
    [InlineData("INFO []\r\n", Reason.Protocol, "the response is not NATS: received \"INFO []\"")]
    [InlineData("INFO of another kind\r\n", Reason.Protocol, "the response is not NATS: received \"INFO of another kind\"")]
    [InlineData("220 ready\r\n", Reason.Protocol, "the response is not NATS: received \"220 ready\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new NatsExchange(), word, reason, detail);
}
