using HealthProbe.Protocols;
using HealthProbe.Protocols.Postgres;

namespace HealthProbe.Tests.Protocols.Postgres;

public class PostgresExchangeTests
{
    [Theory]
    [InlineData("postgres://db", "\0\0\0\x29\0\u0003\0\0user\0postgres\0database\0postgres\0\0")]
    [InlineData("postgres://:secret@db", "\0\0\0\x29\0\u0003\0\0user\0postgres\0database\0postgres\0\0")]
    [InlineData("postgres://app:secret@db/shop?password=secret&sslpassword=secret", "\0\0\0\x20\0\u0003\0\0user\0app\0database\0shop\0\0")]
    public void User_and_database_are_sent_and_no_password(string target, string sent) =>
        ExchangeRun.Of(Create(target), [], closes: true).Sent.Should().Equal(Words.ToBytes(sent));

    [Theory]
    [InlineData("R\0\0\0\x08\0\0\0\x03", Reason.None, "server is up; it requires a password")]
    [InlineData("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0", Reason.None, "server is up; it requires a password")]
    [InlineData("v\0\0\0\x0c\0\x03\0\0\0\0\0\0R\0\0\0\x08\0\0\0\x03", Reason.None, "server is up; it requires a password")]
    [InlineData("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", Reason.None, "PostgreSQL")]
    [InlineData("R\0\0\0\x08\0\0\0\0S\0\0\0\x17server_version\u00009.6\0Z\0\0\0\x05I", Reason.None, "PostgreSQL 9.6")]
    [InlineData("R\0\0\0\x08\0\0\0\0N\0\0\0\x0aMold\0\0Z\0\0\0\x05I", Reason.None, "PostgreSQL")]
    [InlineData("R\0\0\0\x08\0\0\0\0", Reason.Closed, "connection closed before the response was complete")]
    [InlineData("R\0\0\0\x08\0\0\0\0E\0\0\0\x13SF\0C57P01\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("E\0\0\0\x12SF\0C28P01\0Mno\0\0", Reason.Protocol, "the response is not PostgreSQL: received \"E????SF?C28P01?Mno??\"")]
    [InlineData("E\0\0\0\x13SF\0C28P01\0Mno\0\0", Reason.None, "server is up; access denied: \"no\"")]
    [InlineData("E\0\0\0\x13SF\0C57P03\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("E\0\0\0\x13SF\0CXX000\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("Ecould not fork new process for connection\n\0", Reason.NotReady, "the server refuses: \"could not fork new process for connection\"")]
    [InlineData("ERROR\r\n", Reason.Protocol, "the response is not PostgreSQL: received \"ERROR\"")]
    [InlineData("Z\0\0\0\x05I", Reason.Protocol, "the response is not PostgreSQL: received \"Z????I\"")]
    [InlineData("R\0\0\0\x04", Reason.Protocol, "the response is not PostgreSQL: received \"R????\"")]
    [InlineData("R\0\0\0\x03", Reason.Protocol, "the response is not PostgreSQL: received \"R????\"")]
    [InlineData("R\0\0\0\x08\0\0\0\0R\0\0\0\x08\0\0\0\0", Reason.Protocol, "the response is not PostgreSQL: received \"R????????\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => Create("postgres://db"), word, reason, detail);

    [Fact]
    public void A_session_ends_with_Terminate() =>
        ExchangeRun.Of(Create("postgres://db"), [Words.ToBytes("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I")], closes: false).CloseMessage.Should().Equal((byte)'X', 0, 0, 0, 4);

    [Fact]
    public void A_request_for_a_password_gets_nothing() =>
        ExchangeRun.Of(Create("postgres://db"), [Words.ToBytes("R\0\0\0\x08\0\0\0\x03")], closes: false).CloseMessage.Should().BeEmpty();

    [Theory]
    [InlineData("N", Reason.Tls, "the server does not offer TLS; set ssl there, or use sslmode=disable")]
    [InlineData("NO\r\n", Reason.Protocol, "the response is not PostgreSQL: received \"NO\"")]
    [InlineData("SS", Reason.Protocol, "the server sent data before the TLS handshake")]
    [InlineData("Eno more processes\n\0", Reason.NotReady, "the server refuses: \"no more processes\"")]
    [InlineData("E\0\0\0\x13SF\0C57P03\0Mno\0\0", Reason.NotReady, "the server refuses: \"no\"")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", Reason.Protocol, "the response is HTTP, not PostgreSQL: received \"HTTP/1.1 400 Bad Request\"")]
    [InlineData("", Reason.Closed, "connection closed without a response")]
    public void A_response_to_SSLRequest_means(string word, Reason reason, string detail) =>
        ExchangeRun.Of(Create("postgres://db?sslmode=require"), [Words.ToBytes(word)], closes: true).Outcome.Should().Be(Outcome.Unhealthy(reason, detail));

    [Fact]
    public void The_handshake_follows_SSLRequest_and_the_startup_message_follows_the_handshake()
    {
        PostgresExchange exchange = Create("postgres://db?sslmode=require");
        exchange.WaitingFor.Should().Be("response to SSLRequest");

        ExchangeRun.Ending ending = ExchangeRun.Of(exchange, [[(byte)'S']], closes: false);

        ending.Sent.Should().Equal(0, 0, 0, 8, 4, 210, 22, 47);
        ending.WantsTls.Should().BeTrue();
        Step step = exchange.Next(new ReceiveBuffer());
        step.Kind.Should().Be(StepKind.Send);
        step.Bytes.ToArray().Should().Equal(Words.ToBytes("\0\0\0\x29\0\u0003\0\0user\0postgres\0database\0postgres\0\0"));
        exchange.WaitingFor.Should().Be("response to the startup message");
    }

    private static PostgresExchange Create(string url) => new(new PostgresUrl(Target.TryParse(url, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake)));
}
