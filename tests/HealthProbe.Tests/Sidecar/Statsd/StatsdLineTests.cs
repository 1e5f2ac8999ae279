using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

public class StatsdLineTests
{
    [Theory]
    [InlineData("workers:3|g", "= 3")]
    [InlineData("workers:3|g\r", "= 3")]
    [InlineData("workers:0|g", "= 0")]
    [InlineData("workers:1.5|g", "= 1.5")]
    [InlineData("workers:.5|g", "= 0.5")]
    [InlineData("workers:5.|g", "= 5")]
    [InlineData("workers:1e3|g", "= 1000")]
    [InlineData("workers:1E-1|g", "= 0.1")]
    [InlineData("workers:007|g", "= 7")]
    [InlineData("workers:1e-999|g", "= 0")]
    [InlineData("workers:+2|g", "+ 2")]
    [InlineData("workers:-1|g", "+ -1")]
    [InlineData("workers:-0.5|g", "+ -0.5")]
    [InlineData("workers:-0|g", "+ 0")]
    [InlineData("svc.workers:4|g|@0.5|#env:prod,role:web", "= 4")]
    [InlineData("workers:7|g|#dd.internal.entity_id:abc|c:in-5909|e:it-false,cn-web", "= 7")]
    [InlineData("workers:7|g|c:in-5909|#a:b|@1|T1656581400|card:low", "= 7")]
    [InlineData("workers:7|g|later:what|ever|", "= 7")]
    [InlineData("workers:7|g|", "= 7")]
    [InlineData("workers:1:2:3|g", "= 3")]
    [InlineData("workers:1:+2|g", "= 3")]
    [InlineData("workers:+1:-3|g", "+ -2")]
    [InlineData("workers:+1:4|g", "= 4")]
    public void Reads_a_gauge(string line, string expected) => Read(line).Should().Be(expected);

    [Theory]
    [InlineData("workers:+2|g", "= 2")]
    [InlineData("workers:-1|g", "= -1")]
    [InlineData("workers:1:+2|g", "= 2")]
    public void Takes_a_sign_as_part_of_the_number_when_told_to(string line, string expected) => Read(line, GaugeSigns.Absolute).Should().Be(expected);

    [Theory]
    [InlineData("gunicorn.requests:1|c|@1.0")]
    [InlineData("gunicorn.request.duration:1.033|ms")]
    [InlineData("page.load:12:13:14|h")]
    [InlineData("page.load:12|d|#a:b")]
    [InlineData("users:alice:bob|s")]
    [InlineData("requests:1|m")]
    [InlineData("key:1|kv")]
    [InlineData("balance:-5|c")]
    public void Passes_over_a_sample_of_another_type(string line) => Read(line).Should().Be("sample");

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("_e{5,1}:svc.t|b|#env:prod")]
    [InlineData("_sc|svc.db|0|#env:prod")]
    public void Passes_over_what_is_no_sample(string line) => Read(line).Should().Be("nothing");

    [Theory]
    [InlineData(":3|g", "no_name")]
    [InlineData("workers", "no_value")]
    [InlineData("workers|g", "no_value")]
    [InlineData("workers|g|#a:b", "no_value")]
    [InlineData("workers:|g", "no_value")]
    [InlineData("workers:3", "no_type")]
    [InlineData("workers:3|", "no_type")]
    [InlineData("workers:3||@1", "no_type")]
    [InlineData("workers:three|g", "bad_value")]
    [InlineData("workers:0x3|g", "bad_value")]
    [InlineData("workers: 3|g", "bad_value")]
    [InlineData("workers:3 |g", "bad_value")]
    [InlineData("workers:3\0|g", "bad_value")]
    [InlineData("workers:1,5|g", "bad_value")]
    [InlineData("workers:1_000|g", "bad_value")]
    [InlineData("workers:inf|g", "bad_value")]
    [InlineData("workers:-Infinity|g", "bad_value")]
    [InlineData("workers:NaN|g", "bad_value")]
    [InlineData("workers:1e999|g", "bad_value")]
    [InlineData("workers:+1e308:+1e308|g", "bad_value")]
    [InlineData("workers:+|g", "bad_value")]
    [InlineData("workers:+-2|g", "bad_value")]
    [InlineData("workers:2-|g", "bad_value")]
    [InlineData("workers:1e|g", "bad_value")]
    [InlineData("workers:.|g", "bad_value")]
    [InlineData("workers:3:|g", "bad_value")]
    [InlineData("workers::3|g", "bad_value")]
    [InlineData("workers:３|g", "bad_value")]
    [InlineData("workers:3|G", "unknown_type")]
    [InlineData("workers:3|gauge", "unknown_type")]
    [InlineData("workers:3|g ", "unknown_type")]
    [InlineData("workers:3|@1|g", "unknown_type")]
    [InlineData("workers:3|g|@", "bad_rate")]
    [InlineData("workers:3|g|@0", "bad_rate")]
    [InlineData("workers:3|g|@-1", "bad_rate")]
    [InlineData("workers:3|g|#a:b|@often", "bad_rate")]
    public void Says_why_it_cannot_read_a_line(string line, string reason) => Read(line).Should().Be(reason);

    [Fact]
    public void Reads_a_number_of_65_000_digits()
    {
        Read($"workers:{new string('0', 65_000)}3|g").Should().Be("= 3");
        Read($"workers:0.{new string('0', 65_000)}|g").Should().Be("= 0");
        Read($"workers:{new string('9', 65_000)}|g").Should().Be("bad_value");
    }

    private static string Read(string text, GaugeSigns signs = GaugeSigns.Delta)
    {
        StatsdLine line = StatsdLine.Read(Encoding.UTF8.GetBytes(text), signs);
        return line.Kind switch
        {
            LineKind.Gauge => FormattableString.Invariant($"{(line.IsDelta ? '+' : '=')} {line.Value}"),
            LineKind.Sample => "sample",
            LineKind.Nothing => "nothing",
            _ => LineErrorName.Of(line.Error),
        };
    }
}
