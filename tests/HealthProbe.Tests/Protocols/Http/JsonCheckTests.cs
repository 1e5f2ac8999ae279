using System.Text.Json;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

public class JsonCheckTests
{
    private const string Document =
        """{"status":"degraded","up":true,"gone":null,"count":1.0,"huge":1e400,"checks":[{"status":"UP","name":"db"},{"status":"DOWN"}],"$schema":"x","dotted.name":"x","empty":{}}""";

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
    [InlineData("checks[0].name=db")]
    [InlineData("checks[1].status=DOWN")]
    [InlineData("$.status=degraded")]
    [InlineData("$.checks[0].status=UP")]
    [InlineData("$")]
    [InlineData("$schema=x")]
    public void Holds(string check) => Evaluate(check).Should().BeNull();

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
    [InlineData("checks[2].status=UP", "json has no checks[2].status")]
    [InlineData("$.status=healthy", "json $.status is \"degraded\", not \"healthy\"")]
    [InlineData("$=UP", "json $ is an object, not UP")]
    [InlineData("status.more=1", "json has no status.more")]
    [InlineData("checks=UP", "json checks is an array, not UP")]
    [InlineData("empty=x", "json empty is an object, not x")]
    public void Says_what_was_found(string check, string mistake) => Evaluate(check).Should().Be(mistake);

    [Fact]
    public void Cuts_what_was_found_short()
    {
        JsonCheck.TryParse("status=x", out JsonCheck? check, out _).Should().BeTrue();
        using var document = JsonDocument.Parse($$"""{"status":"{{new string('a', 5_000)}}"}""");

        check!.Evaluate(document.RootElement).Should().Be($"json status is \"{new string('a', 60)}…\", not \"x\"");
    }

    [Theory]
    [InlineData("", "the path has an empty name")]
    [InlineData("=x", "the path has an empty name")]
    [InlineData("!=x", "the path has an empty name")]
    [InlineData(".a=x", "the path has an empty name")]
    [InlineData("a.=x", "the path has an empty name")]
    [InlineData("$.=x", "the path has an empty name")]
    [InlineData("a.[0]=x", "the path has an empty name")]
    [InlineData("a..b=x", "the recursive descent \"..\" is not supported")]
    [InlineData("$..b=x", "the path has an empty name")]
    [InlineData("checks.*.status=UP", "the wildcard \"*\" is not supported")]
    [InlineData("checks[*].status=UP", "the wildcard \"[*]\" is not supported")]
    [InlineData("checks[?(@.name=='db')].status=UP", "a filter \"[?\" is not supported")]
    [InlineData("checks[?@.up]", "a filter \"[?\" is not supported")]
    [InlineData("checks[0:2].status=UP", "a slice \"[:]\" is not supported")]
    [InlineData("checks[-1].status=UP", "a negative index is not supported")]
    [InlineData("$['status']=UP", "a quoted name in brackets is not supported")]
    [InlineData("checks[\"a\"]=UP", "a quoted name in brackets is not supported")]
    [InlineData("checks[]=UP", "the index in brackets is no number")]
    [InlineData("checks[first]=UP", "the index in brackets is no number")]
    [InlineData("checks[0=UP", "the path has \"[\" without \"]\"")]
    [InlineData("checks[0]status=UP", "a name after \"]\" needs a dot")]
    public void A_path_that_cannot_match_is_refused_by_name(string text, string problem)
    {
        JsonCheck.TryParse(text, out JsonCheck? check, out string? error).Should().BeFalse();

        check.Should().BeNull();
        error.Should().Be($"{Quoted.Of(text)} is not a JSON check: {problem}; use for example status=healthy or checks[0].status=UP");
    }

    private static string? Evaluate(string text)
    {
        JsonCheck.TryParse(text, out JsonCheck? check, out _).Should().BeTrue();
        using var document = JsonDocument.Parse(Document);
        return check!.Evaluate(document.RootElement);
    }
}
