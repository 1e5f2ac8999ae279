using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

public class UriReferenceTests
{
    private const string Base = "http://a/b/c/d;p?q";

    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g#s", "http://a/b/c/g#s")]
    [InlineData("g?y#s", "http://a/b/c/g?y#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x", "http://a/b/c/g;x")]
    [InlineData("g;x?y#s", "http://a/b/c/g;x?y#s")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    public void Normal_examples_of_RFC_3986_section_5_4_1(string reference, string resolved) => Resolve(Base, reference).Should().Be(resolved);

    [Theory]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData(".g", "http://a/b/c/.g")]
    [InlineData("g..", "http://a/b/c/g..")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/./y", "http://a/b/c/g;x=1/y")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/./x", "http://a/b/c/g?y/./x")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    [InlineData("g#s/./x", "http://a/b/c/g#s/./x")]
    [InlineData("g#s/../x", "http://a/b/c/g#s/../x")]
    [InlineData("http:g", "http:g")]
    public void Abnormal_examples_of_RFC_3986_section_5_4_2(string reference, string resolved) => Resolve(Base, reference).Should().Be(resolved);

    [Theory]
    [InlineData("http://a", "g", "http://a/g")]
    [InlineData("http://a", "", "http://a")]
    [InlineData("http://a?x", "", "http://a?x")]
    [InlineData("http://a?x", "?y", "http://a?y")]
    [InlineData("http://a/b/", "..", "http://a/")]
    [InlineData("http://a/b", "1:2", "http://a/1:2")]
    [InlineData("http://a/b", "c:d", "c:d")]
    [InlineData("http://a/b", "./c:d", "http://a/c:d")]
    [InlineData("http://a/b", "http://c/d/../e", "http://c/e")]
    [InlineData("http://a/b", "//c/./d", "http://c/d")]
    [InlineData("http://a/b", "/login?next=http://a/b", "http://a/login?next=http://a/b")]
    [InlineData("http://a/b", "mailto:a@b", "mailto:a@b")]
    public void References_beyond_the_examples(string from, string reference, string resolved) => Resolve(from, reference).Should().Be(resolved);

    private static string Resolve(string from, string reference) => UriReference.Parse(reference).Resolve(UriReference.Parse(from)).ToString();
}
