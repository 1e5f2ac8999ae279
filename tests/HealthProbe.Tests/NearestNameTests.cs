using HealthProbe;

namespace HealthProbe.Tests;

public class NearestNameTests
{
    private static readonly string[] Names = ["--timeout", "-t", "--output", "-o", "--quiet", "--cert", "--wait"];

    [Theory]
    [InlineData("--timeout", "--timeout")]
    [InlineData("--timeot", "--timeout")]
    [InlineData("--tiemout", "--timeout")]
    [InlineData("-timeout", "--timeout")]
    [InlineData("timeout", "--timeout")]
    [InlineData("--outptu", "--output")]
    [InlineData("--quite", "--quiet")]
    [InlineData("--wiat", "--wait")]
    [InlineData("--cret", "--cert")]
    public void Is_at_most_two_edits_away(string written, string nearest) => NearestName.Of(written, Names).Should().Be(nearest);

    [Theory]
    [InlineData("--tmt")]
    [InlineData("--port")]
    [InlineData("--fail")]
    [InlineData("-x")]
    [InlineData("")]
    [InlineData("--timeout--timeout--timeout-----")]
    public void Is_none_when_all_are_further(string written) => NearestName.Of(written, Names).Should().BeNull();
}
