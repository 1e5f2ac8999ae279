using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class MistakeTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("port", "abc", "\"abc\" is not a port: write a number from 0 to 65535")]
    [InlineData("port", "65536", "\"65536\" is not a port: write a number from 0 to 65535")]
    [InlineData("port", "-1", "\"-1\" is not a port: write a number from 0 to 65535")]
    [InlineData("statsd-port", "08125", "\"08125\" is not a port: write a number from 0 to 65535")]
    [InlineData("host", "0.0.0.0:8000", "\"0.0.0.0:8000\" is not a host: write a name or an address such as localhost, 0.0.0.0 or ::, and the port on its own")]
    [InlineData("host", "*", "\"*\" is not a host: write a name or an address such as localhost, 0.0.0.0 or ::, and the port on its own")]
    [InlineData("statsd-host", "unix://run", "\"unix://run\" is not the path of a socket: write unix:///run/statsd.sock, at most 107 bytes after unix://")]
    [InlineData("statsd-host", "a b", "\"a b\" is not a host: write a name or an address such as localhost, 0.0.0.0 or ::, and the port on its own; or unix:///path")]
    [InlineData("statsd-gauge-signs", "plus", "\"plus\" is neither delta nor absolute: write one of them")]
    [InlineData("application-health-ready-url", "localhost:8080", "\"localhost:8080\" is not a URL of HTTP: write one such as http://127.0.0.1:8080/health/ready")]
    [InlineData("application-health-ready-url", "ftp://app", "unknown scheme \"ftp\": did you mean sftp?")]
    [InlineData("application-timeout", "0", "\"0\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("application-cacert", "/nowhere/ca.pem", "\"/nowhere/ca.pem\": there is no such file")]
    [InlineData("application-cacert", "/dev/null", "\"/dev/null\" contains no certificate; use a PEM file")]
    [InlineData("worker-gauges", "a++b", "\"a++b\" is not a sum of gauges: write their names with + between them, such as busy_workers+idle_workers")]
    [InlineData("worker-gauges", "a|g", "\"a|g\" is not a sum of gauges: write their names with + between them, such as busy_workers+idle_workers")]
    [InlineData("worker-gauges", "a+b+a", "\"a+b+a\" names a gauge twice: write it once")]
    [InlineData("min-workers", "0", "\"0\" is not a number of workers: write a number from 1 to 10000")]
    [InlineData("worker-ttl", "never", "\"never\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("worker-probe", "amqp://queue", "\"amqp://queue:5672\" is a dependency, and liveness never looks at one: write --dependency <name>=amqp://…")]
    [InlineData("down-status", "200", "\"200\" is not a status of what is down: write 500 or 503")]
    [InlineData("details", "true", "\"true\" is neither never nor always: write one of them")]
    [InlineData("details-token-file", "/nowhere/token", "\"/nowhere/token\": there is no such file")]
    [InlineData("management-url", "127.0.0.1:9000", "\"127.0.0.1:9000\" is not an address to answer on: write http://host:port")]
    [InlineData("management-url", "http://127.0.0.1:9000/admin", "\"http://127.0.0.1:9000/admin\" is not an address to answer on: write http://host:port")]
    [InlineData("allow", "localhost", "\"localhost\" is not an address or a network: write one such as 10.1.2.3, 10.0.0.0/8 or fd00::/8")]
    [InlineData("allow", "10.0.0.0/33", "\"10.0.0.0/33\" is not an address or a network: write one such as 10.1.2.3, 10.0.0.0/8 or fd00::/8")]
    [InlineData("allow", "127.1", "\"127.1\" is not an address or a network: write one such as 10.1.2.3, 10.0.0.0/8 or fd00::/8")]
    [InlineData("allow", "::ffff:10.1.2.3/104", "\"::ffff:10.1.2.3/104\" is an address inside a network: write 10.0.0.0/8 or 10.1.2.3")]
    [InlineData("allow", "10.1.2.3/8", "\"10.1.2.3/8\" is an address inside a network: write 10.0.0.0/8 or 10.1.2.3")]
    [InlineData("rate-limit", "many", "\"many\" is not a number of requests a second: write a number from 0 to 1000000")]
    [InlineData("log-format", "yaml", "\"yaml\" is neither text nor json: write one of them")]
    [InlineData("drain", "-5s", "\"-5s\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s, or 0s")]
    [InlineData("worker-confirm", "x", "\"x\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s, or 0s")]
    [InlineData("dependency", "application=tcp://db:1", "application: it is the name of the application itself: write another one")]
    [InlineData("dependency", "db=dsk:///var?min-free=1GB", "db: unknown scheme \"dsk\": did you mean disk?")]
    public void Names_the_setting_and_where_it_came_from(string name, string text, string mistake)
    {
        string variable = $"HEALTHPROBE_SIDECAR_{name.Replace('-', '_').ToUpperInvariant()}";
        string json = $$"""{ "{{name}}": "{{text}}" }""";

        _written.Mistake($"--{name}", text).Should().StartWith($"--{name}: {mistake}");
        _written.MistakeIn(json).Should().StartWith(name == "allow" || text != "a b" ? $"sidecar.json: {name}: {mistake}" : "sidecar.json");
        _written.Set(variable, text).Mistake().Should().StartWith($"{variable}: {mistake}");
    }

    [Theory]
    [InlineData("unknown option \"--prot\": did you mean --port?", "--prot", "1")]
    [InlineData("unknown option \"--xyzzy\": see healthprobe-sidecar --help", "--xyzzy")]
    [InlineData("--port has no value: write --port <port>", "--port")]
    [InlineData("--port has no value: write --port <port>", "--port=")]
    [InlineData("--no-worker-gate takes no value: write --no-worker-gate", "--no-worker-gate=true")]
    [InlineData("--dependency has no value: write --dependency <name=target>", "--port", "1", "--dependency")]
    [InlineData("--config: \"/b\": there is no such file", "--config", "/a", "--config", "/b")]
    [InlineData("\"localhost\" belongs to no option: write for example --host and --port before a host and a port, or see healthprobe-sidecar --help", "localhost", "8000")]
    [InlineData("\"[suggest]\" belongs to no option: write for example --host and --port before a host and a port, or see healthprobe-sidecar --help", "[suggest]")]
    [InlineData("\"@/etc/hostname\" belongs to no option: write for example --host and --port before a host and a port, or see healthprobe-sidecar --help", "@/etc/hostname")]
    [InlineData("\"0.0.0.0\" is nothing to print: write --help or --version alone, and a host as --host", "-h", "0.0.0.0")]
    [InlineData("the variable NOBODY is not set: set it, or write ${NOBODY:-default}", "--host", "${NOBODY}")]
    [InlineData("--config: \"/nowhere/sidecar.json\": there is no such file", "--config", "/nowhere/sidecar.json")]
    [InlineData("--config: \"/\": it is a directory", "--config", "/")]
    [InlineData("argument 2 is not valid UTF-8 text: write it in plain ASCII", "--host", "\ufffd")]
    public void Is_as_strict_as_the_command(string mistake, params string[] args) => _written.Mistake(args).Should().Be(mistake);

    [Fact]
    public void Last_of_an_option_that_is_repeated_counts() => _written.Settings("-P", "1", "--port", "2").Port.Should().Be(2);

    [Fact]
    public void Names_the_variable_that_names_a_missing_file() =>
        _written.Set("HEALTHPROBE_SIDECAR_CONFIG", "/nowhere/sidecar.json").Mistake()
            .Should().Be("HEALTHPROBE_SIDECAR_CONFIG: \"/nowhere/sidecar.json\": there is no such file");

    [Fact]
    public void Says_which_switch_is_neither_on_nor_off() =>
        _written.Set("HEALTHPROBE_SIDECAR_NO_WORKER_GATE", "yes").Mistake()
            .Should().Be("HEALTHPROBE_SIDECAR_NO_WORKER_GATE: \"yes\" is neither on nor off: write true or false");

    [Theory]
    [InlineData("--dependency", "database=amqp://admin:secret@queue:99999")]
    [InlineData("--dependency", "amqp://admin:secret@queue")]
    [InlineData("--dependency", "database=gopher://admin:secret@queue")]
    [InlineData("--worker-probe", "amqp://admin:secret@queue")]
    [InlineData("--worker-probe", "http://admin:secret@:80")]
    [InlineData("--application-health-ready-url", "tcp://admin:secret@app:80")]
    [InlineData("--application-health-ready-url", "http://app/re ady?token=secret#secret")]
    [InlineData("--management-url", "http://admin:secret@127.0.0.1:9000")]
    [InlineData("--management-url", "http://127.0.0.1:9000?token=secret")]
    [InlineData("--host", "http://admin:secret@host")]
    [InlineData("--password", "secret")]
    [InlineData("--log-format", "http://admin:secret@host")]
    public void Never_echoes_a_secret(string flag, string text)
    {
        _written.Mistake(flag, text).Replace("\"secret\" belongs", "", StringComparison.Ordinal).Should().NotContain("secret");
        _written.Mistake($"{flag}={text}").Should().NotContain("secret");
    }

    [Theory]
    [InlineData("--host")]
    [InlineData("--port")]
    [InlineData("--allow")]
    [InlineData("--config")]
    [InlineData("--dependency")]
    [InlineData("--worker-gauges")]
    [InlineData("--details-token-file")]
    [InlineData("--xyzzy")]
    public void Stays_on_one_short_line(string flag)
    {
        foreach (string text in (string[])[new('a', 100_000), new('\n', 100_000), new('+', 100_000), new(':', 100_000), new('\0', 10), "\u001b[2J"])
        {
            _written.Read(flag, text).Should().Match<SettingsResult>(result =>
                !(result is SettingsResult.Mistake) || IsShortLine(((SettingsResult.Mistake)result).Text));
        }
    }

    private static bool IsShortLine(string text) => text.Length < 300 && !text.Any(char.IsControl);
}
