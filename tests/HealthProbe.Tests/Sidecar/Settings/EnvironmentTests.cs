using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class EnvironmentTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Of_a_kubernetes_service_of_this_name_is_left_alone()
    {
        _written.Set("HEALTHPROBE_SIDECAR_PORT", "tcp://10.0.0.1:8000").Set("HEALTHPROBE_SIDECAR_SERVICE_HOST", "10.0.0.1").Set("HEALTHPROBE_SIDECAR_SERVICE_PORT", "80")
            .Set("HEALTHPROBE_SIDECAR_STATSD_PORT", "udp://10.0.0.2:8125").Set("HEALTHPROBE_SIDECAR_PORT_8000_TCP_ADDR", "10.0.0.1");

        SidecarSettings settings = _written.Settings();

        (settings.Port, settings.StatsdPort).Should().Be((8000, 8125));
    }

    [Fact]
    public void Of_a_kubernetes_service_gives_way_to_the_file() =>
        _written.Set("HEALTHPROBE_SIDECAR_PORT", "tcp://10.0.0.1:8000").Settings("--config", _written.File("sidecar.json", """{ "port": 80 }""")).Port.Should().Be(80);

    [Fact]
    public void Is_not_set_where_it_is_empty()
    {
        foreach (Setting setting in SettingsTable.All)
        {
            _written.Set(setting.Variable, "");
        }

        WrittenSettings.TextOf(_written.Set("HEALTHPROBE_SIDECAR_CONFIG", "").Settings()).Should().Be(WrittenSettings.TextOf(new SidecarSettings()));
    }

    [Theory]
    [InlineData("database=tcp://db:1 queue=tcp://queue:1")]
    [InlineData("  database=tcp://db:1\n\tqueue=tcp://queue:1\n")]
    public void Separates_several_by_white_space(string text) =>
        _written.Set("HEALTHPROBE_SIDECAR_DEPENDENCY", text).Settings().Dependencies.Select(dependency => dependency.Name).Should().Equal("database", "queue");

    [Fact]
    public void Replaces_references_in_arguments() =>
        _written.Set("PORT", "81").Settings("--port", "${PORT}", "--host", "${HOST:-0.0.0.0}").Should().BeEquivalentTo(new { Port = 81, Host = "0.0.0.0" });

    [Theory]
    [InlineData(1, "-v")]
    [InlineData(2, "-v", "-v")]
    [InlineData(3, "-v", "--verbose", "-v")]
    [InlineData(3, "-vvv")]
    public void Counts_how_often_verbose_is_written(int verbosity, params string[] args) => _written.Settings(args).Verbosity.Should().Be(verbosity);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public void Says_verbose_as_a_number(string text, int verbosity) => _written.Set("HEALTHPROBE_SIDECAR_VERBOSE", text).Settings().Verbosity.Should().Be(verbosity);
}
