using HealthProbe.Protocols.Redis;

namespace HealthProbe.Tests.Protocols.Redis;

public class RedisExchangeTests
{
    [Fact]
    public void PING_is_sent_and_nothing_else() =>
        ExchangeRun.Of(new RedisExchange(), ["+PONG\r\n"u8.ToArray()], closes: false).Should().BeEquivalentTo(
            new ExchangeRun.Ending(Outcome.Healthy("PONG"), "*1\r\n$4\r\nPING\r\n"u8.ToArray(), [], "response to PING", false));

    [Theory]
    [InlineData("+PONG\r\n", Reason.None, "PONG")]
    [InlineData("+PONG\n", Reason.None, "PONG")]
    [InlineData("-NOAUTH Authentication required.\r\n", Reason.None, "server is up; access denied: \"NOAUTH Authentication required.\"")]
    [InlineData("-WRONGPASS no\r\n", Reason.None, "server is up; access denied: \"WRONGPASS no\"")]
    [InlineData("-NOPERM no\r\n", Reason.None, "server is up; access denied: \"NOPERM no\"")]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", Reason.NotReady, "the server refuses: \"LOADING Redis is loading the dataset in memory\"")]
    [InlineData("-MASTERDOWN Link with MASTER is down\r\n", Reason.NotReady, "the server refuses: \"MASTERDOWN Link with MASTER is down\"")]
    [InlineData("-BUSY Redis is busy running a script\r\n", Reason.NotReady, "the server refuses: \"BUSY Redis is busy running a script\"")]
    [InlineData("-MISCONF Errors writing to the AOF file\r\n", Reason.NotReady, "the server refuses: \"MISCONF Errors writing to the AOF file\"")]
    [InlineData("-ERR max number of clients reached\r\n", Reason.NotReady, "the server refuses: \"ERR max number of clients reached\"")]
    [InlineData("-ERR\r\n", Reason.NotReady, "the server refuses: \"ERR\"")]
    [InlineData("-DENIED Redis is running in protected mode\r\n", Reason.Denied, "protected mode: the server accepts only loopback clients until it has a password; set requirepass or protected-mode no there")]
    [InlineData("+PONGO\r\n", Reason.Protocol, "the response is not Redis: received \"+PONGO\"")]
    [InlineData("+OK\r\n", Reason.Protocol, "the response is not Redis: received \"+OK\"")]
    [InlineData("-err\r\n", Reason.Protocol, "the response is not Redis: received \"-err\"")]
    [InlineData("-\r\n", Reason.Protocol, "the response is not Redis: received \"-\"")]
    [InlineData("ERROR\r\n", Reason.Protocol, "the response is not Redis: received \"ERROR\"")]
    [InlineData("", Reason.Closed, "connection closed without a response")]
    [InlineData("+PON", Reason.Closed, "connection closed before the response was complete: received \"+PON\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new RedisExchange(), word, reason, detail);
}
