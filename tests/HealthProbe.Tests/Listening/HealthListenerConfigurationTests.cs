using HealthProbe.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthProbe.Tests.Listening;

public class HealthListenerConfigurationTests
{
    private readonly Dictionary<string, string?> _section = [];
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Every_ten_seconds_all_checks_count_and_degraded_is_healthy_unless_told_otherwise()
    {
        Read().Should().BeEquivalentTo(new
        {
            Host = (string?)null,
            Port = (int?)null,
            Tags = Array.Empty<string>(),
            Period = TimeSpan.FromSeconds(10),
            Timeout = TimeSpan.FromSeconds(5),
            DegradedIsHealthy = true,
            MaximumHeartbeatAge = (TimeSpan?)null,
        });
    }

    [Fact]
    public void Reads_every_setting_from_its_section()
    {
        _section["HealthListener:Host"] = "0.0.0.0";
        _section["HealthListener:Port"] = "9100";
        _section["HealthListener:Tags:0"] = "ready";
        _section["HealthListener:Tags:1"] = "queue";
        _section["HealthListener:Period"] = "2s";
        _section["HealthListener:Timeout"] = "00:00:01";
        _section["HealthListener:DegradedIsHealthy"] = "false";
        _section["HealthListener:MaximumHeartbeatAge"] = "1m30s";

        Read().Should().BeEquivalentTo(new
        {
            Host = "0.0.0.0",
            Port = 9100,
            Tags = new[] { "ready", "queue" },
            Period = TimeSpan.FromSeconds(2),
            Timeout = TimeSpan.FromSeconds(1),
            DegradedIsHealthy = false,
            MaximumHeartbeatAge = TimeSpan.FromSeconds(90),
        });
    }

    [Fact]
    public void Reads_tags_in_one_line_as_an_environment_variable_has_them()
    {
        _section["HealthListener:Tags"] = "ready, queue";

        Read().Tags.Should().BeEquivalentTo("ready", "queue");
    }

    [Fact]
    public void The_environment_wins_over_the_section()
    {
        _section["HealthListener:Host"] = "127.0.0.1";
        _section["HealthListener:Port"] = "9100";
        _environment["HEALTH_CHECK_HOST"] = "::";
        _environment["HEALTH_CHECK_PORT"] = "9200";

        HealthListenerOptions options = Read();

        (options.Host, options.Port).Should().Be(("::", 9200));
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set()
    {
        _environment["HEALTH_CHECK_HOST"] = "";
        _environment["HEALTH_CHECK_PORT"] = "";

        HealthListenerOptions options = Read();

        (options.Host, options.Port).Should().Be((null, null));
    }

    [Fact]
    public void What_code_sets_wins_over_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("HealthListener:Period", "2s")]).Build();
        using ServiceProvider provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddHealthListener(options => options.Period = TimeSpan.FromSeconds(3)).BuildServiceProvider();

        provider.GetRequiredService<IOptions<HealthListenerOptions>>().Value.Period.Should().Be(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("Port", "http", "HealthListener:Port is \"http\": write a port from 0 to 65535")]
    [InlineData("Port", "65536", "HealthListener:Port is \"65536\": write a port from 0 to 65535")]
    [InlineData("Period", "soon", "HealthListener:Period is \"soon\": write a duration such as 10s")]
    [InlineData("DegradedIsHealthy", "maybe", "HealthListener:DegradedIsHealthy is \"maybe\": write true or false")]
    public void Says_which_setting_cannot_be_read(string name, string value, string message)
    {
        _section[$"HealthListener:{name}"] = value;

        Action read = () => Read();

        read.Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void Says_that_the_variable_of_the_port_cannot_be_read()
    {
        _environment["HEALTH_CHECK_PORT"] = "tcp";

        Action read = () => Read();

        read.Should().Throw<OptionsValidationException>().WithMessage("HEALTH_CHECK_PORT is \"tcp\": write a port from 0 to 65535");
    }

    [Fact]
    public void Refuses_a_tag_that_no_check_has()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddCheck("queue", () => HealthCheckResult.Healthy(), ["ready"]);
        using ServiceProvider provider = services.AddHealthListener(options => options.Tags.Add("raedy")).BuildServiceProvider();

        Func<HealthListenerOptions> read = () => provider.GetRequiredService<IOptions<HealthListenerOptions>>().Value;

        read.Should().Throw<OptionsValidationException>()
            .WithMessage("the health listener: no health check has the tag \"raedy\": its report would always be healthy");
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("1.00:00:01")]
    public void Refuses_a_period_that_makes_no_sense(string period)
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddHealthListener(options => options.Period = TimeSpan.Parse(period, null)).BuildServiceProvider();

        Func<HealthListenerOptions> read = () => provider.GetRequiredService<IOptions<HealthListenerOptions>>().Value;

        read.Should().Throw<OptionsValidationException>()
            .WithMessage($"the health listener: Period is {period}: write more than zero and at most 24 hours");
    }

    private HealthListenerOptions Read()
    {
        var options = new HealthListenerOptions();
        new HealthListenerConfiguration(new ConfigurationBuilder().AddInMemoryCollection(_section).Build(), _environment.GetValueOrDefault).Configure(options);
        return options;
    }
}
