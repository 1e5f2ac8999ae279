using System.Text;
using HealthProbe.Http;
using HealthProbe.Network;

namespace HealthProbe.Tests.Http;

public class HttpResponseReaderTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200)]
    [InlineData("HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 204\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 200 \n\n", 200)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 503 No\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", 101)]
    public async Task Reads_the_status_and_skips_interim_answers(string answer, int status) => (await HeadAsync(answer)).Status.Should().Be(status);

    [Fact]
    public async Task Reads_headers_in_any_case()
    {
        HttpResponseHead head = await HeadAsync("HTTP/1.1 200 OK\r\ncontent-LENGTH:  5 \r\nEmpty:\r\n\r\n");

        head.Header("Content-Length").Should().Be("5");
        head.Header("empty").Should().BeEmpty();
        head.Header("Missing").Should().BeNull();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", "not an HTTP answer: \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("-ERR unknown command\r\n", "not an HTTP answer: \"-ERR unknown command\"")]
    [InlineData("HTTP/2 200\r\n\r\n", "not an HTTP answer: \"HTTP/2 200\"")]
    [InlineData("HTTP/1.1 2xx OK\r\n\r\n", "not an HTTP answer: \"HTTP/1.1 2xx OK\"")]
    [InlineData("HTTP/1.1200 OK\r\n\r\n", "not an HTTP answer: \"HTTP/1.1200 OK\"")]
    [InlineData("\u0015\u0003\u0001", "not an HTTP answer: \"???\"")]
    [InlineData("HTTP/1.1\r\n", "not an HTTP answer: \"HTTP/1.1\"")]
    [InlineData("HTTP/1.1 20\r\n", "not an HTTP answer: \"HTTP/1.1 20\"")]
    [InlineData("ABCD/1.1 200 OK\r\n", "not an HTTP answer: \"ABCD/1.1 200 OK\"")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1", "not an HTTP answer: \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "a header without a colon: \"no colon\"")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "a header without a colon: \": no name\"")]
    public async Task Says_what_it_heard_when_it_is_not_HTTP(string answer, string message) =>
        (await FluentActions.Awaiting(() => HeadAsync(answer)).Should().ThrowAsync<ProtocolException>()).WithMessage(message);

    [Theory]
    [InlineData("")]
    [InlineData("HTT")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: x\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task Notices_an_early_end(string answer) => await FluentActions.Awaiting(() => HeadAsync(answer)).Should().ThrowAsync<EndOfStreamException>();

    [Fact]
    public async Task Stops_at_a_header_line_without_an_end() =>
        await FluentActions.Awaiting(() => HeadAsync("HTTP/1.1 200 OK\r\nX: " + new string('a', 100_000))).Should().ThrowAsync<ProtocolException>();

    [Fact]
    public async Task Stops_at_headers_without_an_end()
    {
        string most = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X:" + new string('a', 4094) + "\r\n", 16));
        (await HeadAsync(most + "\r\n")).Status.Should().Be(200);

        (await FluentActions.Awaiting(() => HeadAsync(most + "X:\r\n\r\n")).Should().ThrowAsync<ProtocolException>()).WithMessage("headers of more than 64 KiB");
    }

    [Fact]
    public async Task Stops_at_interim_answers_without_an_end()
    {
        string most = string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10));
        (await HeadAsync(most + "HTTP/1.1 200 OK\r\n\r\n")).Status.Should().Be(200);

        (await FluentActions.Awaiting(() => HeadAsync(most + most)).Should().ThrowAsync<ProtocolException>()).WithMessage("interim answers without end");
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello, and more", "hello")]
    [InlineData("Content-Length: 0\r\n\r\nmore", "")]
    [InlineData("Content-Length: 0000000000000005\r\n\r\nhello, and more", "hello")]
    [InlineData("\r\nuntil the end", "until the end")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;ext=1\r\n, world\r\n0\r\n\r\n", "hello, world")]
    [InlineData("Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n\r\nA\r\n0123456789\r\n0\r\n", "0123456789")]
    public async Task Reads_the_body_as_the_headers_say(string rest, string body)
    {
        (byte[] read, bool isCut) = await BodyAsync("HTTP/1.1 200 OK\r\n" + rest);

        Encoding.UTF8.GetString(read).Should().Be(body);
        isCut.Should().BeFalse();
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", false)]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\nhello", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true)]
    public async Task Reads_no_body_where_there_is_none(string answer, bool isHead)
    {
        (byte[] read, bool isCut) = await BodyAsync(answer, isHead);

        read.Should().BeEmpty();
        isCut.Should().BeFalse();
    }

    [Theory]
    [InlineData("Transfer-Encoding: gzip\r\n\r\nx", "a transfer coding that was not asked for: \"gzip\"")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "a length that is no number: \"xyz\"")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n", "a chunk longer than it says")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhello", "a length that is no number: \"FFFFFFFFFFFFFFFF\"")]
    [InlineData("Content-Length: -5\r\n\r\nhello", "a length that is no number: \"-5\"")]
    [InlineData("Content-Length: 5, 5\r\n\r\nhello", "a length that is no number: \"5, 5\"")]
    public async Task Refuses_a_broken_body(string rest, string message) =>
        (await FluentActions.Awaiting(() => BodyAsync("HTTP/1.1 200 OK\r\n" + rest)).Should().ThrowAsync<ProtocolException>()).WithMessage(message);

    [Theory]
    [InlineData("Content-Length: 6\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public async Task Notices_a_body_that_ends_early(string rest) =>
        await FluentActions.Awaiting(() => BodyAsync("HTTP/1.1 200 OK\r\n" + rest)).Should().ThrowAsync<EndOfStreamException>();

    [Theory]
    [InlineData("\r\n")]
    [InlineData("Content-Length: 99999999999\r\n\r\n")]
    public async Task Reads_no_more_than_its_bound(string rest)
    {
        (byte[] body, bool isCut) = await BodyAsync("HTTP/1.1 200 OK\r\n" + rest + new string('a', 2 * HttpResponseReader.LongestBody));

        body.Should().HaveCount(HttpResponseReader.LongestBody);
        isCut.Should().BeTrue();
    }

    private static async Task<HttpResponseHead> HeadAsync(string answer)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(answer));
        return await new HttpResponseReader(stream).ReadHeadAsync(CancellationToken.None);
    }

    private static async Task<(byte[] Body, bool IsCut)> BodyAsync(string answer, bool isHead = false)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(answer));
        var reader = new HttpResponseReader(stream);
        HttpResponseHead head = await reader.ReadHeadAsync(CancellationToken.None);
        return await reader.ReadBodyAsync(head, isHead, CancellationToken.None);
    }
}
