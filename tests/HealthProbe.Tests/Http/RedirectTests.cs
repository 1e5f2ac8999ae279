using HealthProbe.Http;

namespace HealthProbe.Tests.Http;

public class RedirectTests
{
    [Theory]
    [InlineData("http://a/x/y?z", "/b?c", "http://a/b?c")]
    [InlineData("http://a/x/y", "b", "http://a/x/b")]
    [InlineData("http://a", "b", "http://a/b")]
    [InlineData("http://a:81/x", "//b/c", "http://b/c")]
    [InlineData("http://a/x", "https://b:444/c#d", "https://b:444/c")]
    [InlineData("http://a/x", "?q", "http://a/?q")]
    public void Leads_where_a_browser_would_go(string from, string location, string next)
    {
        (Target? resolved, _) = Redirect.Resolve(Parse(from), Moved(location));

        $"{resolved!.Scheme}://{resolved.Authority}{resolved.PathAndQuery}".Should().Be(next);
    }

    [Theory]
    [InlineData("http://a/", "ftp://b/", "it redirects to ftp://b/, which is no http or https address")]
    [InlineData("http://a/", "tcp://b:1", "it redirects to tcp://b:1, which is no http or https address")]
    [InlineData("https://a/", "http://b/?token=secret", "it redirects from https to http://b/?token=***, which is not followed")]
    public void Is_not_followed_out_of_http_or_out_of_TLS(string from, string location, string mistake) =>
        Redirect.Resolve(Parse(from), Moved(location)).Mistake.Should().Be(mistake);

    [Theory]
    [InlineData("http://me:secret@b/", "http://***@b/")]
    [InlineData("/login?next=%2F&token=secret", "/login?next=***&token=***")]
    [InlineData("http://b/a b", "\"http://b/a b\"")]
    public void Is_shown_without_secrets(string location, string shown) => Redirect.Shown(Moved(location)).Should().Be(shown);

    [Theory]
    [InlineData(303, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(307, "POST", "POST")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(302, "PUT", "PUT")]
    public void Keeps_the_method_or_turns_it_into_GET(int status, string method, string next) => Redirect.Method(status, method).Should().Be(next);

    private static HttpResponseHead Moved(string location) => new(302, [new("Location", location)]);

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? target : throw new ArgumentException(mistake);
}
