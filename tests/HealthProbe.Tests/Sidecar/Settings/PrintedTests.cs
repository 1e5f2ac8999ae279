using System.Text.Json;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class PrintedTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Help_fits_a_screen()
    {
        string[] lines = _written.Printed("--help").Split('\n');

        lines.Should().HaveCountLessThanOrEqualTo(42).And.OnlyContain(line => line.Length <= 100 && line.TrimEnd() == line);
    }

    [Fact]
    public void Help_names_every_option()
    {
        string help = _written.Printed("-h");

        help.Should().ContainAll(SettingsTable.All.Select(setting => $" {setting.Flag}")).And.ContainAll(" --config <file>", " --print-config", "-h, --help", " --version");
    }

    [Fact]
    public void Help_lines_the_descriptions_up() =>
        _written.Printed("--help").Split('\n')
            .Where(line => line.StartsWith("  -", StringComparison.Ordinal) || line.StartsWith("      --", StringComparison.Ordinal))
            .Select(line => line.LastIndexOf("  ", StringComparison.Ordinal)).Distinct().Should().ContainSingle();

    [Fact]
    public void Version_names_the_program() => _written.Printed("--version").Should().MatchRegex(@"^healthprobe-sidecar \d+\.\d+\.\d+");

    [Fact]
    public void Config_holds_what_applies_and_where_it_came_from()
    {
        _written.Set("HEALTHPROBE_SIDECAR_MIN_WORKERS", "2").Set("HEALTHPROBE_SIDECAR_ALLOW", "10.0.0.0/8 ::1");
        string file = _written.File("sidecar.json", """{ "drain": 2 }""");

        using JsonDocument printed = JsonDocument.Parse(_written.Printed("--port", "80", "-v", "-v", "--application-insecure", "--config", file, "--print-config"));

        JsonElement root = printed.RootElement;
        Texts(root, "port", "min-workers", "allow", "drain", "verbose", "application-insecure", "no-worker-gate", "host", "worker-ttl").Should()
            .Equal("80", "2", """["10.0.0.0/8","::1"]""", "\"2\"", "2", "true", "false", "\"localhost\"", "null");
        Texts(root.GetProperty("$from"), "port", "min-workers", "drain").Should().Equal("\"--port\"", "\"HEALTHPROBE_SIDECAR_MIN_WORKERS\"", $"\"{file}\"");
        root.EnumerateObject().Select(property => property.Name).Should().Equal([.. SettingsTable.All.Select(setting => setting.Name), "$from"]);
    }

    [Fact]
    public void Config_holds_no_secret()
    {
        string token = _written.File("token-file", "secret0123456789");

        string printed = _written.Printed(
            "--dependency", "queue=amqp://admin:secret@queue;critical=false;period=30s", "--dependency", "api=https://admin:secret@api/health?token=secret",
            "--worker-probe", "http://admin:secret@127.0.0.1:8080/ping?token=secret;timeout=2s", "--application-health-ready-url", "http://admin:secret@app/?token=secret",
            "--details-token-file", token, "--print-config");

        printed.Should().NotContain("secret").And.ContainAll(
            "\"queue=amqp://***@queue:5672;critical=false;period=30s\"", "\"api=https://***@api/health?token=***\"", "\"http://***@127.0.0.1:8080/ping?token=***;timeout=2s\"",
            "\"http://***@app/?token=***\"", $"\"{token}\"");
    }

    [Fact]
    public void Config_without_a_gate_reads_back() =>
        _written.Settings("--config", _written.File("sidecar.json", _written.Printed("--no-worker-gate", "--print-config"))).HasWorkerGate.Should().BeFalse();

    [Fact]
    public void Config_of_a_mistake_is_the_mistake() => _written.Mistake("--print-config", "--port", "abc").Should().Be("--port: \"abc\" is not a port: write a number from 0 to 65535");

    [Fact]
    public void Config_writes_all_that_a_dependency_can_say() =>
        typeof(DependencySettings).GetProperties().Select(property => property.Name).Should()
            .BeEquivalentTo(["Name", "Target", "Probe", "IsOfApplication", "IsCritical", "Timeout", "Period", "Failures", "Successes", "BacksOff", "Conditions"], "DependencyReader.Options writes the rest of them");

    private static IEnumerable<string> Texts(JsonElement element, params string[] names) => names.Select(name => Compact(element.GetProperty(name)));

    private static string Compact(JsonElement element) => string.Concat(element.GetRawText().Where(c => !char.IsWhiteSpace(c)));
}
