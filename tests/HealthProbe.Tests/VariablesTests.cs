using HealthProbe.Cli;

namespace HealthProbe.Tests;

public class VariablesTests
{
    [Fact]
    public void Configure_what_no_argument_says()
    {
        ProbeSettings settings = new WrittenCommand(
            ("HEALTHPROBE_TARGET", "db:5432"), ("HEALTHPROBE_TIMEOUT", "250ms"), ("HEALTHPROBE_OUTPUT", "json"), ("HEALTHPROBE_VERBOSE", "true")).Settings();

        settings.Targets.Should().ContainSingle().Which.ToString().Should().Be("tcp://db:5432");
        settings.Wait.Timeout.Should().Be(TimeSpan.FromMilliseconds(250));
        settings.Output.Should().Be(OutputFormat.Json);
        settings.Verbose.Should().BeTrue();
    }

    [Fact]
    public void Give_way_to_an_argument()
    {
        ProbeSettings settings = new WrittenCommand(
            ("HEALTHPROBE_TARGET", "db:5432"), ("HEALTHPROBE_TIMEOUT", "250ms"), ("HEALTHPROBE_OUTPUT", "json"), ("HEALTHPROBE_QUIET", "0"))
            .Settings("cache:6379", "-t", "2s", "-o", "text", "-q");

        settings.Targets.Should().ContainSingle().Which.ToString().Should().Be("tcp://cache:6379");
        settings.Wait.Timeout.Should().Be(TimeSpan.FromSeconds(2));
        settings.Output.Should().Be(OutputFormat.Text);
        settings.Quiet.Should().BeTrue();
    }

    [Fact]
    public void Do_no_harm_where_an_argument_wins() =>
        new WrittenCommand(("HEALTHPROBE_TIMEOUT", "soon"), ("HEALTHPROBE_TARGET", "nonsense://")).Targets("db:80", "-t", "1s").Should().Equal("tcp://db:80");

    [Fact]
    public void Count_as_not_set_when_they_are_empty() =>
        SettingsText.Of(new WrittenCommand([.. Variables.All.Select(name => (name, ""))]).Settings()).Should().Be(SettingsText.Of(new WrittenCommand().Settings()));

    [Theory]
    [InlineData("db 5432", "tcp://db:5432")]
    [InlineData("  db:5432  ", "tcp://db:5432")]
    [InlineData("8080", "tcp://localhost:8080")]
    [InlineData("db:5432 cache:6379", "tcp://db:5432", "tcp://cache:6379")]
    public void Hold_targets_separated_by_spaces(string value, params string[] targets) =>
        new WrittenCommand(("HEALTHPROBE_TARGET", value)).Targets().Should().Equal(targets);

    [Theory]
    [InlineData(" ")]
    [InlineData(" \t\n")]
    public void Blank_target_is_an_error(string value)
    {
        new WrittenCommand(("HEALTHPROBE_TARGET", value)).Mistake().Should().Be("HEALTHPROBE_TARGET is blank; set it to a target, or unset it");
        new WrittenCommand(("HEALTHPROBE_TARGET", value)).Targets("db:80").Should().Equal("tcp://db:80");
    }

    [Fact]
    public void Help_and_version_work_whatever_they_contain()
    {
        (string, string)[] broken = [.. Variables.All.Select(name => (name, "\u001bno such value"))];

        new WrittenCommand(broken).Printed("--help").Should().Be(new WrittenCommand().Printed("--help"));
        new WrittenCommand(broken).Printed("-h").Should().Be(new WrittenCommand().Printed("--help"));
        new WrittenCommand(broken).Printed("--version").Should().Be(new WrittenCommand().Printed("--version"));
        new WrittenCommand(broken).Mistake("db:80").Should().StartWith("HEALTHPROBE_");
        new ListenCommandLine(_ => "no such value").Read(["--help"]).Should().BeOfType<Invocation.Print>();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("nonsense")]
    public void Invert_is_an_error_in_the_environment(string value)
    {
        var command = new WrittenCommand(("HEALTHPROBE_INVERT", value));

        command.Mistake("db:80").Should().Be(
            "HEALTHPROBE_INVERT: --invert is read from the command line only; unset the variable, and add --invert to the command");
        command.Settings("db:80", "--invert").Invert.Should().BeTrue();
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--invert")]
    public void A_word_in_target_is_never_an_option(string word)
    {
        new WrittenCommand(("HEALTHPROBE_TARGET", word)).Mistake().Should().StartWith($"HEALTHPROBE_TARGET: \"{word}\" is not a host name");
        new WrittenCommand(("HEALTHPROBE_TARGET", "listen")).Targets().Should().Equal("tcp://listen:8000");
    }

    [Theory]
    [InlineData("http://a/", "HEALTHPROBE_STATUS", "HEALTHPROBE_STATUS")]
    [InlineData("https://a/", "HEALTHPROBE_STATUS HEALTHPROBE_INSECURE", "HEALTHPROBE_STATUS HEALTHPROBE_INSECURE")]
    [InlineData("http://a/", "HEALTHPROBE_INSECURE", "")]
    [InlineData("http://a/ -L", "HEALTHPROBE_INSECURE", "HEALTHPROBE_INSECURE")]
    [InlineData("http://a/ --status 204", "HEALTHPROBE_STATUS", "")]
    [InlineData("https://a/ -k", "HEALTHPROBE_INSECURE", "")]
    [InlineData("tcp://a:1", "HEALTHPROBE_STATUS HEALTHPROBE_ANY HEALTHPROBE_INSECURE", "")]
    [InlineData("tcp://a:1 tcp://b:1", "HEALTHPROBE_ANY", "HEALTHPROBE_ANY")]
    [InlineData("http://a/ rediss://b", "HEALTHPROBE_ANY HEALTHPROBE_STATUS HEALTHPROBE_INSECURE", "HEALTHPROBE_ANY HEALTHPROBE_STATUS")]
    public void That_take_part_in_a_verdict_are_known(string arguments, string variables, string shown)
    {
        ProbeSettings settings = new WrittenCommand([.. variables.Split(' ').Select(name => (name, name == "HEALTHPROBE_STATUS" ? "200-599" : "true"))])
            .Settings(arguments.Split(' '));

        VerdictVariables.For(settings.Targets[0], settings).Should().BeEquivalentTo(shown.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_flag_that_is_off_takes_part_in_nothing()
    {
        ProbeSettings settings = new WrittenCommand(("HEALTHPROBE_ANY", "false"), ("HEALTHPROBE_INSECURE", "0")).Settings("https://a/", "https://b/");

        VerdictVariables.For(settings.Targets[0], settings).Should().BeEmpty();
    }

    [Theory]
    [InlineData("HEALTHPROBE_TARGET", "db:abc", "the port of \"db\" is not a number: write a number from 1 to 65535")]
    [InlineData("HEALTHPROBE_TARGET", "--quiet", "\"--quiet\" is not a host name: write letters, digits, hyphens and dots (an international name as xn--…)")]
    [InlineData("HEALTHPROBE_TIMEOUT", "soon", "\"soon\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("HEALTHPROBE_TIMEOUT", "-1", "\"-1\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("HEALTHPROBE_OUTPUT", "JSON", "\"JSON\" is not a format: write text, json or github")]
    [InlineData("HEALTHPROBE_QUIET", "yes", "\"yes\" is neither on nor off: write true or false")]
    [InlineData("HEALTHPROBE_VERBOSE", "2", "\"2\" is neither on nor off: write true or false")]
    public void Are_named_when_their_value_is_wrong(string name, string value, string mistake) =>
        new WrittenCommand((name, value)).Mistake().Should().Be($"{name}: {mistake}");

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void Switch_a_flag_on_and_off(string value, bool isOn) =>
        new WrittenCommand(("HEALTHPROBE_QUIET", value)).Settings().Quiet.Should().Be(isOn);

    [Fact]
    public void Of_a_kubernetes_service_called_healthprobe_are_left_alone() =>
        new WrittenCommand(("HEALTHPROBE_PORT", "tcp://10.0.0.1:80"), ("HEALTHPROBE_SERVICE_HOST", "10.0.0.1")).Targets().Should().Equal("tcp://127.0.0.1:8000");

    [Theory]
    [InlineData("--timeout", "HEALTHPROBE_TIMEOUT")]
    [InlineData("--max-age", "HEALTHPROBE_MAX_AGE")]
    public void Are_called_as_their_options(string option, string name) => Variables.Of(option).Should().Be(name);

    [Fact]
    public void Are_all_known_to_the_short_road()
    {
        var asked = new HashSet<string>();

        new CommandLine(name =>
        {
            asked.Add(name);
            return null;
        }).Read([]);

        asked.Should().HaveCountGreaterThan(3);
        Variables.All.Should().BeEquivalentTo(asked);
    }
}
