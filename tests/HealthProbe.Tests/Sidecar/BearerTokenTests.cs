using HealthProbe.Sidecar.Serving;

namespace HealthProbe.Tests.Sidecar;

public class BearerTokenTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData($"Bearer {Token}", true)]
    [InlineData($"bearer {Token}", true)]
    [InlineData($"BEARER {Token}", true)]
    [InlineData($"Bearer   {Token} ", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Bearer", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Bearer 0123456789abcde", false)]
    [InlineData($"Bearer {Token}0", false)]
    [InlineData($"Bearer {Token},{Token}", false)]
    [InlineData($"Bearer {Token} {Token}", false)]
    [InlineData("Bearer 0123456789ABCDEF", false)]
    [InlineData($"Bearer\t{Token}", false)]
    [InlineData($" Bearer {Token}", false)]
    [InlineData($"Bearer{Token}", false)]
    [InlineData($"Basic {Token}", false)]
    [InlineData(Token, false)]
    [InlineData("Bearer 0123456789abcde\u0000", false)]
    [InlineData("Bearer ０１２３456789abcdef", false)]
    public void Takes_the_one_token_after_its_scheme(string? authorization, bool isIn) => new BearerToken(Token).IsIn(authorization).Should().Be(isIn);

    [Fact]
    public void Takes_no_million_characters_for_the_token() => new BearerToken(Token).IsIn("Bearer " + new string('0', 1_000_000)).Should().BeFalse();
}
