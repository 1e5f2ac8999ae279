using System.Text;
using HealthProbe.Http;

namespace HealthProbe.Tests.Http;

public class HttpRequestTests
{
    [Fact]
    public void Is_the_shortest_that_every_server_understands() =>
        Request("http://db:8080", new HttpOptions()).Should().Be(
            "GET / HTTP/1.1\r\nHost: db:8080\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\n\r\n");

    [Theory]
    [InlineData("http://db", "GET / HTTP/1.1\r\nHost: db\r\n")]
    [InlineData("https://db:443/", "GET / HTTP/1.1\r\nHost: db\r\n")]
    [InlineData("http://db:443/a%20b/..//?q=%C3%BC&x#fragment", "GET /a%20b/..//?q=%C3%BC&x HTTP/1.1\r\nHost: db:443\r\n")]
    [InlineData("http://[::1]:80?x=1", "GET /?x=1 HTTP/1.1\r\nHost: [::1]\r\n")]
    public void Sends_the_path_and_the_query_byte_for_byte_and_no_fragment(string url, string start) =>
        Request(url, new HttpOptions()).Should().StartWith(start);

    [Fact]
    public void Lets_a_header_take_the_place_of_its_own() =>
        Request("http://db/", new HttpOptions { Headers = [new("host", "shop.example"), new("X-Twice", "1"), new("X-Twice", "2")] }).Should().Be(
            "GET / HTTP/1.1\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\nhost: shop.example\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n");

    [Theory]
    [InlineData("http://db/", "me:secret", "bWU6c2VjcmV0")]
    [InlineData("http://me:s%40cret@db/", null, "bWU6c0BjcmV0")]
    [InlineData("http://other:word@db/", "me:secret", "bWU6c2VjcmV0")]
    public void Sends_basic_credentials_from_the_option_or_the_url(string url, string? user, string encoded) =>
        Request(url, new HttpOptions { User = user }).Should().Contain($"\r\nAuthorization: Basic {encoded}\r\n");

    [Fact]
    public void Sends_a_body_with_its_length() =>
        Request("http://db/", new HttpOptions { Body = Encoding.UTF8.GetBytes("ü=1") }, "POST").Should()
            .Contain("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n").And.EndWith("\r\n\r\nü=1");

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public void Sends_no_body_with_a_method_that_has_none_unless_it_was_asked_for(string method)
    {
        byte[] body = "a=1"u8.ToArray();

        // As after a redirect that makes a GET of a POST.
        Request("http://db/", new HttpOptions { Body = body }, method).Should().NotContain("Content-").And.EndWith("\r\n\r\n");
        Request("http://db/", new HttpOptions { Body = body, Method = method }, method).Should().Contain("\r\nContent-Length: 3\r\n").And.EndWith("\r\n\r\na=1");
    }

    [Fact]
    public void Lets_a_header_take_the_place_of_credentials() =>
        Request("http://me:secret@db/", new HttpOptions { Headers = [new("authorization", "Bearer x")] }).Should().EndWith("\r\nauthorization: Bearer x\r\n\r\n").And.NotContain("Basic");

    [Fact]
    public void Shows_another_origin_neither_credentials_nor_the_host_of_the_first()
    {
        var options = new HttpOptions { User = "me:secret", Headers = [new("Host", "a"), new("Cookie", "b"), new("X-Trace", "c")] };

        string request = Encoding.UTF8.GetString(HttpRequest.Of(Parse("http://elsewhere/"), options, "GET", isOrigin: false));

        request.Should().Contain("Host: elsewhere\r\n").And.Contain("X-Trace: c").And.NotContain("Authorization").And.NotContain("Cookie");
    }

    private static string Request(string url, HttpOptions options, string method = "GET") =>
        Encoding.UTF8.GetString(HttpRequest.Of(Parse(url), options, method, isOrigin: true));

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake);
}
