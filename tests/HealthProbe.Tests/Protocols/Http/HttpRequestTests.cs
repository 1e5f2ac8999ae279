using System.Text;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

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
        Request("http://db/", new HttpOptions { Body = Encoding.UTF8.GetBytes("ü=1") }).Should()
            .Contain("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n").And.EndWith("\r\n\r\nü=1");

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public void Sends_a_body_with_every_method_that_is_given(string method) =>
        Request("http://db/", new HttpOptions { Body = "a=1"u8.ToArray(), Method = method }).Should().StartWith(method + " / ")
            .And.Contain("\r\nContent-Length: 3\r\n").And.EndWith("\r\n\r\na=1");

    [Theory]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("PATCH", true)]
    [InlineData("GET", false)]
    [InlineData("DELETE", false)]
    public void A_method_that_usually_has_a_body_states_a_length_of_zero(string method, bool hasLength) =>
        Request("http://db/", new HttpOptions { Method = method }).Contains("\r\nContent-Length: 0\r\n", StringComparison.Ordinal).Should().Be(hasLength);

    [Fact]
    public void Lets_a_header_take_the_place_of_credentials() =>
        Request("http://me:secret@db/", new HttpOptions { Headers = [new("authorization", "Bearer x")] }).Should().EndWith("\r\nauthorization: Bearer x\r\n\r\n").And.NotContain("Basic");

    [Fact]
    public void Another_origin_receives_neither_headers_nor_credentials_nor_the_body()
    {
        var options = Following(new HttpOptions
        {
            Method = "POST",
            Body = "secret=1"u8.ToArray(),
            User = "me:secret",
            Headers = [new("Host", "a"), new("Cookie", "b"), new("X-Api-Key", "c"), new("Private-Token", "d"), new("Proxy-Authorization", "e"), new("User-Agent", "f")],
        });

        After("http://me:secret@first/", options, (307, "http://second/a")).Should().Be(
            "POST /a HTTP/1.1\r\nHost: second\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    [Theory]
    [InlineData("https://first/")]
    [InlineData("http://first:81/")]
    [InlineData("http://sub.first/")]
    [InlineData("//first:81/")]
    public void Another_scheme_port_or_host_is_another_origin(string location) =>
        After("http://first/", Following(new HttpOptions { Headers = [new("X-Api-Key", "c")] }), (302, location)).Should().NotContain("X-Api-Key");

    [Fact]
    public void An_origin_that_a_redirect_has_left_and_returned_to_receives_nothing() =>
        After("http://first/", Following(new HttpOptions { User = "me:secret" }), (302, "http://second/"), (302, "http://first/pay")).Should().NotContain("Authorization");

    [Theory]
    [InlineData("/b")]
    [InlineData("http://first/b")]
    [InlineData("http://first:80/b")]
    [InlineData("http://other:word@first/b")]
    public void The_origin_receives_headers_credentials_and_body_again(string location)
    {
        var options = Following(new HttpOptions { Body = "a=1"u8.ToArray(), Headers = [new("X-Api-Key", "c")] });

        After("http://me:secret@first/a", options, (307, location)).Should().Be(
            "POST /b HTTP/1.1\r\nHost: first\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\nAuthorization: Basic bWU6c2VjcmV0\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\nX-Api-Key: c\r\n\r\na=1");
    }

    [Theory]
    [InlineData(301, null)]
    [InlineData(302, null)]
    [InlineData(303, null)]
    [InlineData(302, "POST")]
    [InlineData(303, "PUT")]
    public void A_method_that_becomes_GET_drops_the_body_and_the_headers_that_describe_it(int status, string? method)
    {
        var options = Following(new HttpOptions { Method = method, Body = "a=1"u8.ToArray(), Headers = [new("Content-Type", "text/plain"), new("X-Trace", "c")] });

        After("http://first/", options, (status, "/b")).Should().Be(
            "GET /b HTTP/1.1\r\nHost: first\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\nX-Trace: c\r\n\r\n");
    }

    [Fact]
    public void A_redirect_to_another_host_is_not_followed_where_only_the_same_host_may_be()
    {
        var request = new HttpRequest(Parse("http://first/"), new HttpOptions { Follow = true, FollowsSameHostOnly = true });

        request.Follow(new HttpResponseHead(302, [new("Location", "http://second/")])).Should().Be((null, "it redirects to another host"));
        request.Follow(new HttpResponseHead(302, [new("Location", "https://first:8443/")])).Next!.Target.ToString().Should().Be("https://first:8443/");
    }

    private static string Request(string url, HttpOptions options) => Encoding.UTF8.GetString(new HttpRequest(Parse(url), options).ToBytes());

    private static HttpOptions Following(HttpOptions options) => options with { Follow = true };

    private static string After(string url, HttpOptions options, params (int Status, string Location)[] redirects)
    {
        HttpRequest request = redirects.Aggregate(
            new HttpRequest(Parse(url), options),
            (from, redirect) => from.Follow(new HttpResponseHead(redirect.Status, [new("Location", redirect.Location)])).Next!);
        return Encoding.UTF8.GetString(request.ToBytes());
    }

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake);
}
