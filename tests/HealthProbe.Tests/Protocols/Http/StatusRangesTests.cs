using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

public class StatusRangesTests
{
    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200", 201, false)]
    [InlineData("200-299", 299, true)]
    [InlineData("200-299", 300, false)]
    [InlineData("200-299,304", 304, true)]
    [InlineData("200-299,304", 303, false)]
    [InlineData("100-599", 599, true)]
    public void Holds_what_was_written(string text, int status, bool holds)
    {
        StatusRanges.TryParse(text, out StatusRanges? ranges).Should().BeTrue();

        ranges!.Contains(status).Should().Be(holds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("299-200")]
    [InlineData("200-")]
    [InlineData("200-299-300")]
    [InlineData("200,")]
    [InlineData(" 200")]
    [InlineData("2xx")]
    public void Refuses_what_is_no_set_of_status_codes(string text) => StatusRanges.TryParse(text, out _).Should().BeFalse();
}
