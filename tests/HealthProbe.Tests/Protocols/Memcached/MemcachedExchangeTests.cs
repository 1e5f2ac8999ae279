using HealthProbe.Protocols.Memcached;

namespace HealthProbe.Tests.Protocols.Memcached;

public class MemcachedExchangeTests
{
    [Fact]
    public void Version_is_sent_and_then_quit() =>
        ExchangeRun.Of(new MemcachedExchange(), ["VERSION 1.6.18\r\n"u8.ToArray()], closes: false).Should().BeEquivalentTo(
            new ExchangeRun.Ending(Outcome.Healthy("memcached 1.6.18"), "version\r\n"u8.ToArray(), "quit\r\n"u8.ToArray(), "response to version", false));

    [Theory]
    [InlineData("VERSION 1.6.18\r\n", Reason.None, "memcached 1.6.18")]
    [InlineData("CLIENT_ERROR unauthenticated\r\n", Reason.None, "server is up; memcached requires a password")]
    [InlineData("CLIENT_ERROR bad command line format\r\n", Reason.NotReady, "the server refuses: \"CLIENT_ERROR bad command line format\"")]
    [InlineData("ERROR\r\n", Reason.NotReady, "the server refuses: \"ERROR\"")]
    [InlineData("ERROR Too many open connections\r\n", Reason.NotReady, "the server refuses: \"ERROR Too many open connections\"")]
    [InlineData("SERVER_ERROR out of memory\r\n", Reason.NotReady, "the server refuses: \"SERVER_ERROR out of memory\"")]
    [InlineData("STORED\r\n", Reason.Protocol, "the response is not memcached: received \"STORED\"")]
    [InlineData("-ERR unknown command `version`\r\n", Reason.Protocol, "the response is not memcached: received \"-ERR unknown command `version`\"")]
    public void Means(string word, Reason reason, string detail) => Words.Mean(() => new MemcachedExchange(), word, reason, detail);
}
