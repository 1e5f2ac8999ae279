using HealthProbe.Protocols.Ssh;

namespace HealthProbe.Tests.Protocols.Ssh;

public class SshExchangeTests
{
    private const string Banner = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";

    [Theory]
    [InlineData(Banner, Reason.None, "SSH-2.0-OpenSSH_9.2p1 Debian-2")]
    [InlineData("SSH-2.0-dropbear_2022.83\n", Reason.None, "SSH-2.0-dropbear_2022.83")]
    [InlineData("SSH-1.99-Cisco-1.25\n", Reason.None, "SSH-1.99-Cisco-1.25")]
    [InlineData("Authorized use only\r\n\r\n" + Banner, Reason.None, "SSH-2.0-OpenSSH_9.2p1 Debian-2")]
    [InlineData("Exceeded MaxStartups\r\n", Reason.NotReady, "the server refuses: \"Exceeded MaxStartups\"")]
    [InlineData("Not allowed at this time\r\n", Reason.NotReady, "the server refuses: \"Not allowed at this time\"")]
    [InlineData("SSH-1.5-1.2.27\n", Reason.Protocol, "the server has no SSH 2.0: received \"SSH-1.5-1.2.27\"")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", Reason.Closed, "connection closed before the response was complete")]
    [InlineData("HTTP/1.1 400 Bad Request", Reason.Protocol, "the response is HTTP, not SSH: received \"HTTP/1.1 400 Bad Request\"")]
    [InlineData("\x15\x03\x03\x00\x02\x02\x46", Reason.Protocol, "the server sent a TLS alert to plain SSH")]
    [InlineData("", Reason.Closed, "connection closed without a response")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new SshExchange(), word, reason, detail);

    [Fact]
    public void An_identification_is_sent_once_the_verdict_is_reached_and_no_user() =>
        ExchangeRun.Of(new SshExchange(), [Words.ToBytes(Banner)], closes: false).Should().BeEquivalentTo(
            new ExchangeRun.Ending(Outcome.Healthy("SSH-2.0-OpenSSH_9.2p1 Debian-2"), [], "SSH-2.0-healthprobe\r\n"u8.ToArray(), "identification", false));

    [Theory]
    [InlineData("", false)]
    [InlineData("\0\0\0", false)]
    [InlineData("\0\0\0\u000B1234567890", false)]
    [InlineData("\0\0\0\u000A1234567890", true)]
    [InlineData("\u007F\u00FF\u00FF\u00FF", true)]
    public void The_first_packet_of_the_server_is_read_before_the_connection_closes(string packet, bool isComplete)
    {
        var received = new HealthProbe.Protocols.ReceiveBuffer();
        received.Append(Words.ToBytes(Banner + packet));

        new SshExchange().Next(received).IsResponseComplete.Should().Be(isComplete);
    }

    [Fact]
    public void Lines_without_end_are_a_protocol_error()
    {
        ExchangeRun.OutcomeOfEndless(() => new SshExchange(), [], "welcome\r\n"u8.ToArray()).Reason.Should().Be(Reason.Protocol);
        ExchangeRun.OutcomeOfEndless(() => new SshExchange(), [], "endless "u8.ToArray()).Should().Be(Outcome.Unhealthy(Reason.Protocol, "a line of more than 253 bytes"));
    }
}
