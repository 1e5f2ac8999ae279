using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class ContradictionTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("--min-workers", "1")]
    [InlineData("--worker-gauges", "a+b")]
    [InlineData("--worker-ttl", "1m")]
    public void No_worker_gate_has_nothing_that_a_gate_would_need(string flag, string text) =>
        _written.Mistake("--no-worker-gate", flag, text).Should().Be($"{flag} is of no use with --no-worker-gate: leave one of them out");

    [Fact]
    public void Names_both_sources() =>
        _written.Set("HEALTHPROBE_SIDECAR_MIN_WORKERS", "2").Mistake("--config", _written.File("sidecar.json", """{ "no-worker-gate": true }"""))
            .Should().Be("HEALTHPROBE_SIDECAR_MIN_WORKERS is of no use with sidecar.json: no-worker-gate: leave one of them out");

    [Fact]
    public void A_gate_that_is_said_to_be_on_has_them() =>
        _written.Set("HEALTHPROBE_SIDECAR_NO_WORKER_GATE", "false").Settings("--min-workers", "2").MinWorkers.Should().Be(2);

    [Fact]
    public void Two_dependencies_have_two_names() =>
        _written.Mistake("--dependency", "database=tcp://a:1", "--dependency", "queue=tcp://a:2", "--dependency", "database=tcp://b:1")
            .Should().Be("--dependency: two dependencies are called \"database\": give each a name of its own");

    [Theory]
    [InlineData("tcp://db:5432", "tcp://db:5432")]
    [InlineData("db:5432", "tcp://db:5432")]
    [InlineData("tcp://queue:5672", "amqp://guest:guest@queue")]
    [InlineData("http://127.0.0.1:80/ping", "tcp://localhost:80")]
    [InlineData("http://rec/ping;period=1s", "http://rec/health;critical=false")]
    public void Liveness_never_looks_at_a_dependency(string probe, string dependency) =>
        _written.Mistake("--worker-probe", probe, "--dependency", $"other={dependency}")
            .Should().Be("--worker-probe asks the dependency \"other\", and liveness never looks at one: write the application's own address");

    [Theory]
    [InlineData("tcp://127.0.0.1:8080", "tcp://db:5432")]
    [InlineData("tcp://127.0.0.1:8080", "tcp://127.0.0.1:8081")]
    [InlineData("http://app/ping", "http://rec/ping")]
    public void Liveness_may_look_at_the_application(string probe, string dependency) =>
        _written.Settings("--worker-probe", probe, "--dependency", $"other={dependency}").WorkerProbe.Should().NotBeNull();

    [Theory]
    [InlineData("--worker-probe", "localhost", "tcp://127.0.0.1")]
    [InlineData("--worker-probe", "0.0.0.0", "http://localhost:8000/health/live;period=5s")]
    [InlineData("--application-health-ready-url", "localhost", "http://localhost:8000/health/ready")]
    [InlineData("--application-health-ready-url", "::", "http://[::1]:8000/ready")]
    public void It_never_asks_itself(string flag, string host, string target) =>
        _written.Mistake("--host", host, flag, target).Should().Be($"{flag} asks the sidecar itself: write the application's own address, or another --port");

    [Theory]
    [InlineData("--worker-probe", "0.0.0.0", "http://app.internal:8000/ping")]
    [InlineData("--application-health-ready-url", "127.0.0.1", "http://127.0.0.2:8000/ready")]
    public void It_may_ask_another_host_on_its_own_port(string flag, string host, string target) =>
        _written.Read("--host", host, flag, target).Should().BeOfType<SettingsResult.Run>();

    [Theory]
    [InlineData("localhost", "8000", "http://localhost:8000")]
    [InlineData("localhost", "8000", "http://127.0.0.1:8000")]
    [InlineData("0.0.0.0", "8000", "http://127.0.0.1:8000")]
    [InlineData("127.0.0.1", "8000", "http://0.0.0.0:8000/")]
    [InlineData("10.0.0.1", "80", "http://10.0.0.1")]
    public void Two_addresses_are_two(string host, string port, string url) =>
        _written.Mistake("--host", host, "--port", port, "--management-url", url)
            .Should().Be("--management-url is the address of the other answers: write another port");

    [Theory]
    [InlineData("localhost", "8000", "http://localhost:8001")]
    [InlineData("127.0.0.1", "8000", "http://127.0.0.2:8000")]
    [InlineData("127.0.0.1", "8000", "http://[::1]:8000")]
    [InlineData("0.0.0.0", "0", "http://127.0.0.1:8000")]
    public void Two_addresses_may_share_a_port(string host, string port, string url) =>
        _written.Settings("--host", host, "--port", port, "--management-url", url).ManagementUrl.Should().NotBeNull();
}
