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
    [InlineData("redis", "+PONG\n", Reason.None, "PONG")]
    [InlineData("redis", "-WRONGPASS no\r\n", Reason.None, "it serves, though not us: \"WRONGPASS no\"")]
    [InlineData("redis", "-NOPERM no\r\n", Reason.None, "it serves, though not us: \"NOPERM no\"")]
    [InlineData("redis", "-MISCONF Errors writing to the AOF file\r\n", Reason.NotReady, "the server refuses: \"MISCONF Errors writing to the AOF file\"")]
    [InlineData("redis", "-ERR\r\n", Reason.NotReady, "the server refuses: \"ERR\"")]
    [InlineData("redis", "+PONGO\r\n", Reason.Protocol, "not Redis: heard \"+PONGO\"")]
    [InlineData("redis", "+OK\r\n", Reason.Protocol, "not Redis: heard \"+OK\"")]
    [InlineData("redis", "-err\r\n", Reason.Protocol, "not Redis: heard \"-err\"")]
    [InlineData("redis", "-\r\n", Reason.Protocol, "not Redis: heard \"-?\"")]
    [InlineData("redis", "ERROR\r\n", Reason.Protocol, "not Redis: heard \"ERROR??\"")]
    [InlineData("redis", "\x15\x03\x03\x00\x02\x02\x46", Reason.Protocol, "TLS, not plain Redis: write the scheme that ends in s")]
    [InlineData("postgres", "R\0\0\0\x08\0\0\0\x03", Reason.None, "it asks for a password")]
    [InlineData("postgres", "v\0\0\0\x0c\0\x03\0\0\0\0\0\0R\0\0\0\x08\0\0\0\x03", Reason.None, "it asks for a password")]
    [InlineData("postgres", "R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", Reason.None, "PostgreSQL")]
    [InlineData("postgres", "R\0\0\0\x08\0\0\0\0S\0\0\0\x17server_version\u00009.6\0Z\0\0\0\x05I", Reason.None, "PostgreSQL 9.6")]
    [InlineData("postgres", "R\0\0\0\x08\0\0\0\0N\0\0\0\x0aMold\0\0Z\0\0\0\x05I", Reason.None, "PostgreSQL")]
    [InlineData("postgres", "R\0\0\0\x08\0\0\0\0", Reason.Closed, "connection closed before the answer was complete")]
    [InlineData("postgres", "E\0\0\0\x12SF\0C28P01\0Mno\0\0", Reason.Protocol, "not PostgreSQL: heard \"E?????\"")]
    [InlineData("postgres", "E\0\0\0\x13SF\0C28P01\0Mno\0\0", Reason.None, "it serves, though not us: \"no\"")]
    [InlineData("postgres", "E\0\0\0\x13SF\0C57P03\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("postgres", "E\0\0\0\x13SF\0CXX000\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("postgres", "Ecould not fork new process for connection\n\0", Reason.NotReady, "the server refuses: \"could not fork new process for connection\"")]
    [InlineData("postgres", "ERROR\r\n", Reason.Protocol, "not PostgreSQL: heard \"ERROR??\"")]
    [InlineData("postgres", "Z\0\0\0\x05I", Reason.Protocol, "not PostgreSQL: heard \"Z????I\"")]
    [InlineData("postgres", "R\0\0\0\x04", Reason.Protocol, "not PostgreSQL: heard \"R????\"")]
    [InlineData("postgres", "R\0\0\0\x03", Reason.Protocol, "not PostgreSQL: heard \"R????\"")]
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
