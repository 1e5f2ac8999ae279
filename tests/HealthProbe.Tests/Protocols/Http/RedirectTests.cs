using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

public class RedirectTests
{
    [Theory]
    [InlineData("http://a/x/y?z", "/b?c", "http://a/b?c")]
    [InlineData("http://a/x/y", "b", "http://a/x/b")]
    [InlineData("http://a/x/y", "../../b", "http://a/b")]
    [InlineData("http://a", "b", "http://a/b")]
    [InlineData("http://a:81/x", "//b/c", "http://b/c")]
    [InlineData("http://a/x", "https://b:444/c#d", "https://b:444/c")]
    [InlineData("http://a/x/y", "?q", "http://a/x/y?q")]
    [InlineData("http://a/x?y", "", "http://a/x?y")]
    [InlineData("http://[::1]:81/x", "y", "http://[::1]:81/y")]
    [InlineData("http://a/x", "/login?next=http://a/b", "http://a/login?next=http://a/b")]
    [InlineData("http://a/x", "/a b", "http://a/a%20b")]
    [InlineData("http://a/x", "/\u00C3\u00BC", "http://a/%C3%BC")]
    [InlineData("http://a/x", "/\u0001\u001b", "http://a/%01%1B")]
    public void A_location_is_resolved_as_RFC_3986_says(string from, string location, string next)
    {
        (Target? resolved, _) = Redirect.Resolve(Parse(from), Moved(location));

        $"{resolved!.Scheme}://{resolved.Authority}{resolved.PathAndQuery}".Should().Be(next);
    }

    [Theory]
    [InlineData("http://a/", "ftp://b/", "it redirects to \"ftp://b/\", which is no http or https address")]
    [InlineData("http://a/", "ftp://me:secret@b/c?token=secret#secret", "it redirects to \"ftp://b/c\", which is no http or https address")]
    [InlineData("http://a/", "tcp://b:1", "it redirects to \"tcp://b:1\", which is no http or https address")]
    [InlineData("http://a/", "mailto:me@b", "it redirects to \"***@b\", which is no http or https address")]
    [InlineData("http://a/", "http:b", "it redirects to http:b, which is no http or https address")]
    [InlineData("http://a/", "http://b c/", "it redirects to \"http://b c/\", which is no http or https address")]
    [InlineData("https://a/", "http://b/?token=secret", "it redirects from https to http://b/?token=***, which is not followed")]
    public void A_location_outside_of_http_or_from_TLS_to_plain_HTTP_is_not_followed(string from, string location, string error) =>
        Redirect.Resolve(Parse(from), Moved(location)).Error.Should().Be(error);

    [Theory]
    [InlineData("http://me:secret@b/", "http://***@b/")]
    [InlineData("//me:secret@b/c", "//b/c")]
    [InlineData("/login?next=%2F&token=secret", "/login?next=***&token=***")]
    [InlineData("/login#access_token=secret", "/login")]
    [InlineData("http://b/#access_token=secret", "http://b/")]
    [InlineData("http://b/a b", "\"http://b/a b\"")]
    [InlineData("", "http://a/x?token=***")]
    public void A_location_is_shown_without_secrets(string location, string shown) =>
        Redirect.Format(Parse("http://a/x?token=secret"), Moved(location)).Should().Be(shown);

    [Theory]
    [InlineData(303, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(307, "POST", "POST")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(302, "PUT", "PUT")]
    public void The_method_stays_or_becomes_GET(int status, string method, string next) => Redirect.GetMethod(status, method).Should().Be(next);

    private static HttpResponseHead Moved(string location) => new(302, [new("Location", location)]);

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake);
}
