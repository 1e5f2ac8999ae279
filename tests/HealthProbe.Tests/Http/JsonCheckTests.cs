using System.Text.Json;
using HealthProbe.Http;

namespace HealthProbe.Tests.Http;

public class JsonCheckTests
{
    private const string Document =
        """{"status":"degraded","up":true,"gone":null,"count":1.0,"huge":1e400,"checks":[{"status":"UP","name":"db"},{"status":"DOWN"}],"dotted.name":"x","empty":{}}""";

    [Theory]
    [InlineData("status=degraded")]
    [InlineData("status!=healthy")]
    [InlineData("status")]
    [InlineData("up=true")]
    [InlineData("gone=null")]
    [InlineData("gone")]
    [InlineData("count=1")]
    [InlineData("count=1.0")]
    [InlineData("count=1e0")]
    [InlineData("count!=2")]
    [InlineData("huge=1e400")]
    [InlineData("checks.0.status=UP")]
    [InlineData("checks.1.status!=UP")]
    [InlineData("checks.0.name=db")]
    public void Holds(string check) => MistakeIn(check).Should().BeNull();

    [Theory]
    [InlineData("status=healthy", "json status is \"degraded\", not \"healthy\"")]
    [InlineData("status!=degraded", "json status is \"degraded\"")]
    [InlineData("up=false", "json up is true, not false")]
    [InlineData("up=\"true\"", "json up is true, not 'true'")]
    [InlineData("gone=x", "json gone is null, not x")]
    [InlineData("count=2", "json count is 1.0, not 2")]
    [InlineData("missing=1", "json has no missing")]
    [InlineData("missing!=1", "json has no missing")]
    [InlineData("checks.2.status=UP", "json has no checks.2.status")]
    [InlineData("checks.-1.status=UP", "json has no checks.-1.status")]
    [InlineData("status.more=1", "json has no status.more")]
    [InlineData("checks=UP", "json checks is an array, not UP")]
    [InlineData("empty=x", "json empty is an object, not x")]
    public void Says_what_was_found(string check, string mistake) => MistakeIn(check).Should().Be(mistake);

    [Fact]
    public void Cuts_what_was_found_short()
    {
        JsonCheck.TryParse("status=x", out JsonCheck? check).Should().BeTrue();
        using var document = JsonDocument.Parse($$"""{"status":"{{new string('a', 5_000)}}"}""");

        check!.MistakeIn(document.RootElement).Should().Be($"json status is \"{new string('a', 60)}…\", not \"x\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("=x")]
    [InlineData("a..b=x")]
    [InlineData(".a=x")]
    [InlineData("a.=x")]
    [InlineData("!=x")]
    public void Refuses_what_has_no_path(string text) => JsonCheck.TryParse(text, out _).Should().BeFalse();

    private static string? MistakeIn(string text)
    {
        JsonCheck.TryParse(text, out JsonCheck? check).Should().BeTrue();
        using var document = JsonDocument.Parse(Document);
        return check!.MistakeIn(document.RootElement);
    }
}
