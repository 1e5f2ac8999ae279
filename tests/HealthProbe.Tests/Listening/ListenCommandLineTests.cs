using HealthProbe.Cli;

namespace HealthProbe.Tests.Listening;

public class ListenCommandLineTests
{
    [Theory]
    [InlineData("", "127.0.0.1", 9000)]
    [InlineData("0.0.0.0", "0.0.0.0", 9000)]
    [InlineData("0.0.0.0 8080", "0.0.0.0", 8080)]
    [InlineData("127.0.0.1 0", "127.0.0.1", 0)]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("8080", "127.0.0.1", 8080)]
    [InlineData("0", "127.0.0.1", 0)]
    [InlineData(":8080", "127.0.0.1", 8080)]
    [InlineData("localhost:8080", "localhost", 8080)]
    [InlineData("::", "::", 9000)]
    [InlineData("::1", "::1", 9000)]
    [InlineData(":: 8080", "::", 8080)]
    [InlineData("[::1]", "::1", 9000)]
    [InlineData("[::1]:8080", "::1", 8080)]
    public void Reads_where_to_listen(string args, string host, int port)
    {
        ListenSettings settings = Read(args).Should().BeOfType<Invocation.Listen>().Subject.Settings;

        settings.Should().Be(new ListenSettings { Host = host, Port = port });
    }

    [Fact]
    public void Reads_what_to_follow()
    {
        ListenSettings settings = Read("--while tcp://db:5432 -i 5s --timeout=500ms").Should().BeOfType<Invocation.Listen>().Subject.Settings;

        (settings.While!.ToString(), settings.Interval, settings.Timeout).Should().Be(("tcp://db:5432", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public void Reads_the_options_from_the_environment()
    {
        var environment = new Dictionary<string, string> { ["HEALTHPROBE_WHILE"] = "db:5432", ["HEALTHPROBE_INTERVAL"] = "5s", ["HEALTHPROBE_TIMEOUT"] = "2s" };

        ListenSettings settings = new ListenCommandLine(environment.GetValueOrDefault).Read([]).Should().BeOfType<Invocation.Listen>().Subject.Settings;

        (settings.While!.ToString(), settings.Interval, settings.Timeout).Should().Be(("tcp://db:5432", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Does_not_mind_a_timeout_in_the_environment_that_is_meant_for_probes()
    {
        Invocation invocation = new ListenCommandLine(name => name == "HEALTHPROBE_TIMEOUT" ? "2s" : null).Read([]);

        invocation.Should().BeOfType<Invocation.Listen>();
    }

    [Fact]
    public void Replaces_variables_in_arguments()
    {
        Invocation invocation = new ListenCommandLine(name => name == "PORT" ? "8080" : null).Read(["0.0.0.0", "${PORT:-9000}"]);

        invocation.Should().Be(new Invocation.Listen(new ListenSettings { Host = "0.0.0.0", Port = 8080 }));
    }

    [Theory]
    [InlineData("a 1 b", "\"b\" is one argument too many: write healthprobe listen <host> <port>")]
    [InlineData("127.0.0.1 99999", "\"99999\" is not a port: write a number from 1 to 65535")]
    [InlineData("127.0.0.1:http", "\"http\" is not a port: write a number from 1 to 65535")]
    [InlineData("256.1.1.1", "\"256.1.1.1\" is not an IPv4 address: write four numbers such as 127.0.0.1")]
    [InlineData("tcp://127.0.0.1", "\"tcp://127.0.0.1\" is a target: write where to listen as host:port")]
    [InlineData("--whil db:1", "unknown option \"--whil\": did you mean --while?")]
    [InlineData("--xyzzy", "unknown option \"--xyzzy\": see healthprobe listen --help")]
    [InlineData("--while", "--while has no value: write --while <target>")]
    [InlineData("--while a:1 --interval 0", "--interval: \"0\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("--interval 1s", "--interval is of no use without --while: write --while <target> too, or leave --interval out")]
    [InlineData("--timeout 1s", "--timeout is of no use without --while: write --while <target> too, or leave --timeout out")]
    [InlineData("-h db", "--help opens nothing: write it alone, and a host without an option")]
    [InlineData("--help=yes", "--help takes no value: write --help")]
    public void Says_what_to_write_instead(string args, string message) =>
        Read(args).Should().Be(new Invocation.Mistake(message));

    [Fact]
    public void Last_of_an_option_that_is_repeated_counts() =>
        Read("--while a:1 -i 1s --while b:2 -i 3s").Should().BeOfType<Invocation.Listen>().Which.Settings.Interval.Should().Be(TimeSpan.FromSeconds(3));

    [Fact]
    public void Has_a_help_of_its_own()
    {
        string text = Read("--help").Should().BeOfType<Invocation.Print>().Subject.Text;

        text.Should().StartWith("Opens a TCP port that means healthy").And.ContainAll("--while <target>", "--interval <duration>", "--timeout <duration>");
    }

    private static Invocation Read(string args) => new ListenCommandLine(_ => null).Read(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
