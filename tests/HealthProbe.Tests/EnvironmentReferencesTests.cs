using HealthProbe.Executable;

namespace HealthProbe.Tests;

public class EnvironmentReferencesTests
{
    private readonly WrittenCommand _command = new(
        ("PORT", "9000"), ("HOST", "db"), ("EMPTY", ""), ("OTHER", "${PORT}"), ("BROKEN", "abc"), ("OPTION", "--quiet"), ("_a1", "cache"), ("FILE", "@/etc/hostname"));

    [Theory]
    [InlineData("${PORT}", "9000")]
    [InlineData("a${PORT}b", "a9000b")]
    [InlineData("${HOST}:${PORT}", "db:9000")]
    [InlineData("${_a1}", "cache")]
    [InlineData("${PORT:-8000}", "9000")]
    [InlineData("${MISSING:-8000}", "8000")]
    [InlineData("${EMPTY:-8000}", "8000")]
    [InlineData("${MISSING:-}", "")]
    [InlineData("${MISSING:-[::1]:80}", "[::1]:80")]
    [InlineData("${MISSING:-a:-b}", "a:-b")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${OTHER}", "${PORT}")]
    [InlineData("$${PORT}", "${PORT}")]
    [InlineData("a$${b${PORT}", "a${b9000")]
    [InlineData("$PORT", "$PORT")]
    [InlineData("$", "$")]
    [InlineData("{}", "{}")]
    [InlineData("}", "}")]
    [InlineData("", "")]
    public void Are_replaced(string text, string expected)
    {
        EnvironmentReferences.TryReplace(text, _command.Environment, out string replaced, out string? mistake).Should().BeTrue(mistake);

        replaced.Should().Be(expected);
    }

    [Theory]
    [InlineData("${MISSING}", "the variable MISSING is not set: set it, or write ${MISSING:-default}")]
    [InlineData("${port}", "the variable port is not set: set it, or write ${port:-default}")]
    [InlineData("db:${PORT", "\"db:${PORT\" has a ${ without a }: write ${NAME}, or $${ for the two characters themselves")]
    [InlineData("${}", "\"${}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${:-8000}", "\"${:-8000}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${1}", "\"${1}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${A B}", "\"${A B}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${PORT-8000}", "\"${PORT-8000}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${PÖRT}", "\"${PÖRT}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${A\n}", "\"${A?}\" is not a variable: write ${NAME} or ${NAME:-default}")]
    [InlineData("${A:-${B}}", "\"${A:-${B}\" has a variable inside a default, which is not read: write a plain default")]
    [InlineData("${A:-${B:-1}}", "\"${A:-${B:-1}\" has a variable inside a default, which is not read: write a plain default")]
    public void Say_what_to_write_instead(string text, string line) => _command.Mistake(text).Should().Be(line);

    [Theory]
    [InlineData("tcp://db:9000", "${HOST}", "${PORT}")]
    [InlineData("tcp://db:9000", "tcp://${HOST}:${PORT}")]
    [InlineData("tcp://127.0.0.1:8000", "127.0.0.1:${MISSING:-8000}")]
    public void Are_read_in_a_target(string target, params string[] arguments) => _command.Targets(arguments).Should().Equal(target);

    [Fact]
    public void Are_read_in_the_value_of_an_option() =>
        new WrittenCommand(("PATIENCE", "3s")).Settings("-t", "${PATIENCE}").Wait.Timeout.Should().Be(TimeSpan.FromSeconds(3));

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--timeout=1s")]
    [InlineData("--invert")]
    public void Make_a_target_and_never_an_option(string value)
    {
        var command = new WrittenCommand(("WORD", value));

        command.Mistake("${WORD}").Should().StartWith($"\"{value}\" is not a host name");
        command.Mistake("db:80", "${WORD}").Should().StartWith($"\"{value}\" is not a host name");
        command.Mistake("-${WORD}").Should().StartWith("unknown option \"-$…\"");
        command.Mistake("--${WORD}").Should().StartWith("unknown option \"--${WORD}\"");
        command.Settings("http://db/", "--contains", "${WORD}").Probe.Http.Contains.Should().Be(value);
        command.Settings("http://db/", "--contains", "${WORD}").Invert.Should().BeFalse();
    }

    [Fact]
    public void Make_a_host_and_never_a_subcommand() => new WrittenCommand(("WORD", "listen")).Targets("${WORD}").Should().Equal("tcp://listen:8000");

    [Fact]
    public void Are_read_once() =>
        _command.Mistake("${OTHER}").Should().Be("\"${PORT}\" is not a host name: write letters, digits, hyphens and dots (an international name as xn--…)");

    [Fact]
    public void Hide_no_mistake_in_what_they_hold()
    {
        _command.Mistake("db:${BROKEN}").Should().Be("the port of \"db\" is not a number: write a number from 1 to 65535");
        _command.Mistake("${EMPTY}").Should().Be("the host is empty: write a name or an address, such as 127.0.0.1:8000");
        _command.Mistake("${FILE}").Should().Be("\"@/etc/hostname\" is not a host: write a URL such as http://host:port/path");
    }
}
