using System.Text;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Application;

namespace HealthProbe.Tests.Sidecar.Application;

public class ApplicationResponseTests
{
    private const string Json = "application/json";

    [Theory]
    [InlineData(Json, "{\"a\":\"\u00fc\"}")]
    [InlineData("application/health+json", "{}")]
    [InlineData("application/vnd.spring-boot.actuator.v3+json;charset=UTF-8", "[1]")]
    [InlineData("Application/JSON; charset=\"utf-8\"", "1")]
    [InlineData("application/json;charset=us-ascii", "{}")]
    [InlineData(Json, "\uFEFF{}", "{}")]
    public void Passes_on_JSON_of_every_type(string type, string body, string? expected = null) => Parse(type, body).Should().Be((expected ?? body, ""));

    [Theory]
    [InlineData("text/plain", "database \"db\" is gone\n\u00fc", "\"database \\\"db\\\" is gone\\n\u00fc\"")]
    [InlineData(null, "gone", "\"gone\"")]
    [InlineData(Json, "{half", "\"{half\"")]
    [InlineData("text/html; charset=utf-8", "<b>no</b>", "\"<b>no</b>\"")]
    public void Passes_on_text_without_needless_escapes(string? type, string body, string expected) => Parse(type, body).Should().Be(("", expected));

    [Theory]
    [InlineData("text/plain; charset=utf-7", "gone")]
    [InlineData("text/plain; charset=iso-8859-1", "gone")]
    [InlineData("application/json; charset=utf-16", "{}")]
    [InlineData("application/json; charset=nonsense", "{}")]
    [InlineData("application/json; charset=", "{}")]
    [InlineData(Json, "")]
    [InlineData(Json, "\uFEFF")]
    public void Does_not_pass_on_what_is_labelled_otherwise_or_empty(string type, string body) => Parse(type, body).Should().Be(("", ""));

    [Theory]
    [InlineData("text/plain")]
    [InlineData(Json)]
    public void Does_not_pass_on_bytes_that_are_not_UTF_8(string type) =>
        ApplicationResponse.Parse(type, [(byte)'"', 0xFC, (byte)'"']).Should().BeSameAs(ApplicationResponse.Empty);

    [Fact]
    public void Cuts_a_long_text_between_characters()
    {
        string text = $"{new string('a', 4095)}😀b";

        Parse("text/plain", text).Should().Be(("", $"\"{text[..4095]}\""));
    }

    [Fact]
    public void All_responses_share_the_bytes_of_the_application()
    {
        var document = new NotReadyDocument();
        ApplicationResponse response = ApplicationResponse.Parse(Json, Encoding.UTF8.GetBytes($"\"{new string('a', 16_000)}\""));
        Answer first = document.Create(Readiness.ApplicationNotReady, response, []);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
        {
            document.Create(Readiness.ApplicationNotReady, response, []).Body.Equals(first.Body).Should().BeTrue();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000 * 1000, "a response holds none of the 16 KB of its own");
    }

    private static (string Json, string Text) Parse(string? type, string body)
    {
        ApplicationResponse response = ApplicationResponse.Parse(type, Encoding.UTF8.GetBytes(body));
        return (Encoding.UTF8.GetString(response.Json.Span), Encoding.UTF8.GetString(response.Text.Span));
    }
}
