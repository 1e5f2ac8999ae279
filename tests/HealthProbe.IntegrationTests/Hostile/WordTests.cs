using System.Text;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What each first word of a server means.</summary>
public class WordTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("smtp", "220 ready\r\n", Reason.None, "\"220 ready\"")]
    [InlineData("smtp", "220\r\n", Reason.None, "\"220\"")]
    [InlineData("smtp", "220-one\r\n220-two\r\n220 three\r\n", Reason.None, "\"220 three\"")]
    [InlineData("smtp", "421 too busy\r\n", Reason.NotReady, "the server greets with \"421 too busy\"")]
    [InlineData("smtp", "554 no service for you\r\n", Reason.NotReady, "the server greets with \"554 no service for you\"")]
    [InlineData("smtp", "554-no\r\n554 service\r\n", Reason.NotReady, "the server greets with \"554-no\"")]
    [InlineData("smtp", "250 what\r\n", Reason.Protocol, "not SMTP: heard \"250 what\"")]
    [InlineData("smtp", "2200 what\r\n", Reason.Protocol, "not SMTP: heard \"2200 what\"")]
    [InlineData("smtp", "SSH-2.0-OpenSSH_9.2\r\n", Reason.Protocol, "not SMTP: heard \"SSH-2.0-OpenSSH_9.2\"")]
    [InlineData("nats", "INFO {\"version\":\"2.9.10\"}\r\n", Reason.None, "NATS 2.9.10")]
    [InlineData("nats", "INFO {\"tls_required\":true}\r\n", Reason.None, "NATS")]
    [InlineData("nats", "INFO {\"ldm\":true}\r\n", Reason.NotReady, "lame duck mode: the server is shutting down")]
    [InlineData("nats", "-ERR 'maximum connections exceeded'\r\n", Reason.NotReady, "the server refuses: \"maximum connections exceeded\"")]
    [InlineData("nats", "INFO []\r\n", Reason.Protocol, "not NATS: heard \"[]\"")]
    [InlineData("nats", "INFO of another kind\r\n", Reason.Protocol, "not NATS: heard \"of another kind\"")]
    [InlineData("nats", "220 ready\r\n", Reason.Protocol, "not NATS: heard \"220 ready\"")]
    [InlineData("mqtt", "\x20\x02\x00\x00", Reason.None, "connection accepted")]
    [InlineData("mqtt", "\x20\x02\x01\x00", Reason.None, "connection accepted")]
    [InlineData("mqtt", "\x20\x02\x00\x03", Reason.None, "connection refused by the broker with code 3")]
    [InlineData("mqtt", "\x20\x03\x00\x00", Reason.Protocol, "not MQTT: heard \" ???\"")]
    [InlineData("mqtt", "\x15\x03\x03\x00\x02\x02\x46", Reason.Protocol, "TLS, not plain MQTT: write the scheme that ends in s")]
    [InlineData("amqp", "AMQP\x00\x01\x00\x00", Reason.Protocol, "not AMQP 0-9-1: heard \"AMQP????\"")]
    [InlineData("amqp", "\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x0b\xCE", Reason.Protocol, "not AMQP 0-9-1: heard \"???????\"")]
    [InlineData("amqp", "\x01\x00\x00\x00\x00\x00\x04\x00\x0a\x00\x0a\xCF", Reason.Protocol, "not AMQP 0-9-1: heard \"???????\"")]
    [InlineData("amqp", "\x01\x00\x00\x00\x00\x00\x08\x00\x0a\x00\u0032full\xCE", Reason.NotReady, "the server closes the connection: \"full\"")]
    [InlineData("amqp", "\x01\x00\x00\x00\x00\x00\x10\x00\x0a\x00\x0a\x07versionS\x00\x00\x00\xCE", Reason.None, "")]
    [InlineData("amqp", "\x01\x00\x00\x00\x00\x00\x13\x00\x0a\x00\x0a\x07versionS\x00\x00\x00\u00021.\xCE", Reason.None, "1.")]
    [InlineData("memcached", "VERSION 1.6.18\r\n", Reason.None, "memcached 1.6.18")]
    [InlineData("memcached", "CLIENT_ERROR unauthenticated\r\n", Reason.None, "memcached, which asks for a password")]
    [InlineData("memcached", "ERROR\r\n", Reason.NotReady, "the server refuses: \"ERROR\"")]
    [InlineData("memcached", "ERROR Too many open connections\r\n", Reason.NotReady, "the server refuses: \"ERROR Too many open connections\"")]
    [InlineData("memcached", "SERVER_ERROR out of memory\r\n", Reason.NotReady, "the server refuses: \"SERVER_ERROR out of memory\"")]
    [InlineData("memcached", "-ERR unknown command `version`\r\n", Reason.Protocol, "not memcached: heard \"-ERR unknown command `version`\"")]
    public async Task Means(string scheme, string word, Reason reason, string detail)
    {
        await using var server = ScriptedServer.ThatClosesAfter(Encoding.Latin1.GetBytes(word));
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await Question.AskAsync(way, $"{scheme}://127.0.0.1:{server.Port}");

            outcome.Reason.Should().Be(reason, outcome.Detail);
            outcome.Detail.Should().Be(detail);
        }
    }
}
