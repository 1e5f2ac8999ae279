using HealthProbe.Cli;

namespace HealthProbe.Tests;

public class CommandLineTests
{
    private readonly WrittenCommand _command = new();

    [Theory]
    [InlineData("tcp://127.0.0.1:8000")]
    [InlineData("tcp://db:8000", "db")]
    [InlineData("tcp://db:5432", "db", "5432")]
    [InlineData("tcp://0.0.0.0:8080", "0.0.0.0", "8080")]
    [InlineData("tcp://[::1]:8080", "::1", "8080")]
    [InlineData("tcp://[::1]:8080", "[::1]", "8080")]
    [InlineData("tcp://[::1]:8080", "[::1]:8080")]
    [InlineData("tcp://localhost:8080", "8080")]
    [InlineData("tcp://localhost:8080", ":8080")]
    [InlineData("tcp://db:5432", "tcp://db:5432")]
    [InlineData("tcp://healthprobe:8000", "healthprobe")]
    [InlineData("tcp://healthprobe:80", "healthprobe", "80")]
    [InlineData("tcp://db:80", "-q", "db", "80")]
    [InlineData("tcp://db:80", "db", "-q", "80")]
    [InlineData("tcp://db:80", "db", "80", "-q")]
    public void Asks_what_is_written(string target, params string[] arguments) => _command.Targets(arguments).Should().Equal(target);

    [Theory]
    [InlineData("a:1", "b:2")]
    [InlineData("a:1", "tcp://b:2", "[::1]:3")]
    [InlineData("a:1", "a:1")]
    public void Asks_several_that_each_say_their_port(params string[] arguments) =>
        _command.Targets(arguments).Should().HaveCount(arguments.Length);

    [Fact]
    public void Takes_a_second_for_an_answer_and_prints_text_when_nothing_else_is_said()
    {
        ProbeSettings settings = _command.Settings();

        settings.Wait.Timeout.Should().Be(TimeSpan.FromSeconds(1));
        settings.Output.Should().Be(OutputFormat.Text);
        settings.Quiet.Should().BeFalse();
        settings.Verbose.Should().BeFalse();
    }

    [Theory]
    [InlineData("-t", "250ms")]
    [InlineData("-t=250ms")]
    [InlineData("-t:250ms")]
    [InlineData("--timeout", "250ms")]
    [InlineData("--timeout=250ms")]
    [InlineData("--timeout", "0.25")]
    public void Reads_the_timeout(params string[] arguments) => _command.Settings(arguments).Wait.Timeout.Should().Be(TimeSpan.FromMilliseconds(250));

    [Fact]
    public void Last_of_an_option_that_is_repeated_counts()
    {
        ProbeSettings settings = _command.Settings("http://db/", "-t", "soon", "-q", "--timeout", "2s", "-q", "-H", "A: 1", "-H", "B: 2", "--status=200", "--status", "204");

        settings.Wait.Timeout.Should().Be(TimeSpan.FromSeconds(2));
        settings.Quiet.Should().BeTrue();
        settings.Probe.Http.Headers.Should().HaveCount(2);
        settings.Probe.Http.Status.Contains(200).Should().BeFalse();
        _command.Mistake("-t", "1s", "-t", "soon").Should().StartWith("--timeout: \"soon\" is not a duration");
        _command.Mistake("-t", "1s", "-t").Should().Be("--timeout has no value: write --timeout <duration>");
    }

    [Theory]
    [InlineData("-o", "json")]
    [InlineData("--output=json")]
    public void Reads_the_output_format(params string[] arguments) => _command.Settings(arguments).Output.Should().Be(OutputFormat.Json);

    [Fact]
    public void Sends_no_body_unless_told() => _command.Settings("http://db/", "--verbose").Probe.Http.Body.Should().BeNull();

    [Fact]
    public void Reads_the_flags()
    {
        _command.Settings("-q").Quiet.Should().BeTrue();
        _command.Settings("--quiet").Quiet.Should().BeTrue();
        _command.Settings("-v").Verbose.Should().BeTrue();
        _command.Settings("db", "80", "--verbose").Verbose.Should().BeTrue();
    }

    [Theory]
    [InlineData(true, "-w", "1s")]
    [InlineData(true, "--successes", "2")]
    [InlineData(false, "-w", "1s", "db:80")]
    [InlineData(false)]
    public void Wait_without_a_target_is_known_so_that_it_can_be_told(bool expected, params string[] arguments) =>
        _command.Settings(arguments).WaitsForDefaultTarget.Should().Be(expected);

    [Fact]
    public void Prints_its_name_and_version() => _command.Printed("--version").Should().MatchRegex(@"\Ahealthprobe \d+\.\d+\.\d+[-.\w]*\z");

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--help", "--quiet")]
    public void Prints_the_help(params string[] arguments) => _command.Printed(arguments).Should().StartWith("Asks whether something is healthy");
}
