using System.Globalization;
using System.Text;
using HealthProbe.Sidecar.Metrics;

namespace HealthProbe.Tests.Sidecar.Metrics;

public class MetricsTextTests
{
    [Fact]
    public void Writes_a_metric_with_its_series() =>
        Text(text => text.Metric("a_total", "counter", "All of a.").Series(1).Series(2.5, ("x", "1"), ("y", "2"))).Should().Be(
            """
            # HELP a_total All of a.
            # TYPE a_total counter
            a_total 1
            a_total{x="1",y="2"} 2.5

            """);

    [Fact]
    public void Does_not_write_a_metric_without_series() =>
        Text(text => text.Metric("a", "gauge", "None.").Metric("b", "gauge", "One.").Series(0)).Should().Be("# HELP b One.\n# TYPE b gauge\nb 0\n");

    [Theory]
    [InlineData("""C:\dir""", """C:\\dir""")]
    [InlineData("say \"no\".", """say \"no\".""")]
    [InlineData("two\nlines", "two?lines")]
    [InlineData("\\\n\".", """\\?\".""")]
    [InlineData("{a=\"b\"},", """{a=\"b\"},""")]
    [InlineData("größe 😀", "größe 😀")]
    [InlineData("", "")]
    public void Escapes_what_would_end_a_label(string value, string written) =>
        Text(text => text.Metric("a", "gauge", "A.").Series(1, ("x", value))).Should().EndWith($$"""a{x="{{written}}"} 1{{"\n"}}""");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-2, "-2")]
    [InlineData(0.0005, "0.0005")]
    [InlineData(123456789012, "123456789012")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Writes_numbers_as_the_format_has_them(double number, string written)
    {
        CultureInfo.CurrentCulture = Cultures.WithDecimalComma;

        MetricsText.Number(number).Should().Be(written);
    }

    private static string Text(Action<MetricsText> write)
    {
        var text = new MetricsText();
        write(text);
        return Encoding.UTF8.GetString(text.ToBytes());
    }
}
