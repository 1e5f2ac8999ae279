using HealthProbe.Protocols.Mqtt;

namespace HealthProbe.Tests.Protocols.Mqtt;

public class MqttExchangeTests
{
    [Fact]
    public void CONNECT_is_sent_without_credentials_and_then_DISCONNECT() =>
        ExchangeRun.Of(new MqttExchange(), [[0x20, 2, 0, 0]], closes: false).Should().BeEquivalentTo(new ExchangeRun.Ending(
            Outcome.Healthy("connection accepted"),
            [0x10, 12, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0],
            [0xE0, 0],
            "response to CONNECT",
            false));

    [Theory]
    [InlineData("\x20\x02\x00\x00", Reason.None, "connection accepted")]
    [InlineData("\x20\x02\x01\x00", Reason.None, "connection accepted")]
    [InlineData("\x20\x02\x00\x01", Reason.None, "server is up; access denied: protocol version not accepted")]
    [InlineData("\x20\x02\x00\x02", Reason.None, "server is up; access denied: client identifier rejected")]
    [InlineData("\x20\x02\x00\x03", Reason.NotReady, "the broker refuses: server unavailable")]
    [InlineData("\x20\x02\x00\x04", Reason.None, "server is up; access denied: user name or password required")]
    [InlineData("\x20\x02\x00\x05", Reason.None, "server is up; access denied: not authorized")]
    [InlineData("\x20\x02\x00\x06", Reason.NotReady, "the broker refuses: unknown return code 6")]
    [InlineData("\x20\x02\x00\x88", Reason.NotReady, "the broker refuses: unknown return code 136")]
    [InlineData("\x20\x02\x00\xFF", Reason.NotReady, "the broker refuses: unknown return code 255")]
    [InlineData("\x20\x02\x02\x00", Reason.Protocol, "the response is not MQTT: received \" ???\"")]
    [InlineData("\x20\x03\x00\x84\x00", Reason.Protocol, "the response is not MQTT: received \" ????\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new MqttExchange(), word, reason, detail);
}
