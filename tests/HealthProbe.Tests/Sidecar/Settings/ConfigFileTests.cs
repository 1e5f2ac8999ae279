using System.Text;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class ConfigFileTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Takes_what_json_has_for_it()
    {
        SidecarSettings settings = Read("""
            {
              // where everybody may ask
              "host": "0.0.0.0", "port": 80, "drain": 2.5, "worker-gauges": ["busy", "idle"],
              "no-worker-gate": false, "verbose": true, "allow": "10.0.0.0/8 ::1",
              "dependency": ["database=tcp://db:5432", "queue=amqp://queue;critical=false"],
              "worker-ttl": null, "$remark": { "any": "thing" },
            }
            """);

        (settings.Host, settings.Port, settings.Drain, settings.Verbosity, settings.HasWorkerGate).Should().Be(("0.0.0.0", 80, TimeSpan.FromSeconds(2.5), 1, true));
        settings.WorkerGauges.Should().Equal("busy", "idle");
        settings.Allow.Select(network => network.ToString()).Should().Equal("10.0.0.0/8", "::1/128");
        settings.Dependencies.Select(dependency => (dependency.Name, dependency.IsCritical)).Should().Equal(("database", true), ("queue", false));
    }

    [Fact]
    public void May_begin_with_the_mark_of_utf_8() => Read("\uFEFF{ \"port\": 80 }").Port.Should().Be(80);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "port": null, "dependency": [], "allow": null }""")]
    public void May_say_nothing(string json) => WrittenSettings.TextOf(Read(json)).Should().Be(WrittenSettings.TextOf(new SidecarSettings()));

    [Theory]
    [InlineData("", "line 1: it ends too early: close what is open, or write the file again if it was cut")]
    [InlineData("{", "line 1: it ends too early: close what is open, or write the file again if it was cut")]
    [InlineData("{\n  \"port\": 80,\n  \"host\": \"loc", "line 3: it ends too early: close what is open, or write the file again if it was cut")]
    [InlineData("{\n  \"port\": 80\n", "line 3: it ends too early: close what is open, or write the file again if it was cut")]
    [InlineData("{\n  \"port\": 80\n  \"host\": \"localhost\"\n}", "line 3, column 3: it is not JSON: look for a missing comma, quote or bracket")]
    [InlineData("port: 80", "line 1, column 1: it is not JSON: look for a missing comma, quote or bracket")]
    [InlineData("{} {}", "line 1, column 4: it is not JSON: look for a missing comma, quote or bracket")]
    [InlineData("[]", "it holds no settings: write an object such as {\"port\": 8000}")]
    [InlineData("80", "it holds no settings: write an object such as {\"port\": 8000}")]
    [InlineData("""{ "port": 80, "port": 80 }""", "port is given twice: write it once")]
    [InlineData("""{ "prot": 80 }""", "unknown key \"prot\": did you mean port?")]
    [InlineData("""{ "statsd_port": 80 }""", "unknown key \"statsd_port\": did you mean statsd-port?")]
    [InlineData("""{ "statsdPort": 80 }""", "unknown key \"statsdPort\": did you mean statsd-port?")]
    [InlineData("""{ "config": "a" }""", "unknown key \"config\": see healthprobe-sidecar --help")]
    [InlineData("""{ "": 1 }""", "unknown key \"\": see healthprobe-sidecar --help")]
    [InlineData("""{ "port": 80.5 }""", "port: \"80.5\" is not a port: write a number from 0 to 65535")]
    [InlineData("""{ "port": 1e3 }""", "port: \"1e3\" is not a port: write a number from 0 to 65535")]
    [InlineData("""{ "port": true }""", "port: true is not a value for it: write a number")]
    [InlineData("""{ "port": [80] }""", "port: an array is not a value for it: write a number")]
    [InlineData("""{ "port": "" }""", "port: \"\" is not a port: write a number from 0 to 65535")]
    [InlineData("""{ "host": false }""", "host: false is not a value for it: write a string")]
    [InlineData("""{ "host": {} }""", "host: an object is not a value for it: write a string")]
    [InlineData("""{ "no-worker-gate": [] }""", "no-worker-gate: an array is not a value for it: write true or false")]
    [InlineData("""{ "no-worker-gate": "on" }""", "no-worker-gate: \"on\" is neither on nor off: write true or false")]
    [InlineData("""{ "dependency": { "database": "tcp://db:1" } }""", "dependency: an object is not a value for it: write an array of strings")]
    [InlineData("""{ "allow": ["::1", null] }""", "allow: an entry is not text: write strings")]
    [InlineData("""{ "allow": [["::1"]] }""", "allow: an entry is not text: write strings")]
    [InlineData("""{ "host": "\ud800" }""", "host: this is not a value for it: write a string")]
    [InlineData("""{ "\ud800": 1 }""", "a key is not text: write the name of a setting")]
    [InlineData("""{ "host": "a\u0000b" }""", "host: \"a?b\" is not a host: write a name or an address such as localhost, 0.0.0.0 or ::, and the port on its own")]
    public void Says_what_is_wrong_with_it(string json, string mistake) => _written.MistakeIn(json).Should().Be($"sidecar.json: {mistake}");

    [Fact]
    public void Is_text() => _written.Mistake("--config", _written.File("sidecar.json", [.. "{\"host\": \""u8, 0xff, .. "\"}"u8])).Should().Be("sidecar.json: it is not UTF-8 text: write JSON");

    [Fact]
    public void Is_at_most_a_mebibyte() =>
        _written.MistakeIn(new string(' ', 1024 * 1024) + "{}").Should().Be("--config: \"sidecar.json\": it is larger than 1 MiB");

    [Fact]
    public void Is_not_endless() => _written.Mistake("--config", "/dev/zero").Should().Be("--config: \"/dev/zero\": it is larger than 1 MiB");

    [Fact]
    public void Is_never_deep() => _written.MistakeIn(new string('[', 100_000)).Should().StartWith("sidecar.json: line 1");

    [Fact]
    public void Cut_anywhere_it_is_a_mistake_in_one_line()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""{ "port": 80, "details": "always", "no-worker-gate": true, "allow": ["::1", "10.0.0.0/8"], "worker-ttl": null }""");
        for (int length = 0; length < whole.Length; length++)
        {
            _written.Mistake("--config", _written.File("sidecar.json", whole[..length])).Should().MatchRegex(@"^sidecar\.json: line \d+: it ends too early: [^\n]+$", "it was cut at {0}", length);
        }
    }

    private SidecarSettings Read(string json) => _written.Settings("--config", _written.File("sidecar.json", json));
}
