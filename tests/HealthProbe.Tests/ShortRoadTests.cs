using HealthProbe.Cli;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests;

public class ShortRoadTests
{
    private const int Cases = 20_000;

    private static readonly int Seed = Environment.TickCount;

    [Fact]
    public void Agrees_with_the_parser_on_all_that_it_takes()
    {
        var written = new WrittenArguments(Seed);
        int taken = 0;
        for (int i = 0; i < Cases; i++)
        {
            (string[] arguments, WrittenCommand command) = written.Next();
            if (!ShortRoad.TryRead(arguments, command.Environment, out Target? target))
            {
                continue;
            }

            taken++;
            string example = $"{string.Join(' ', arguments.Select(argument => $"<{argument}>"))} (case {i} of seed {Seed})";
            Invocation.Probe probe = command.Read(arguments).Should().BeOfType<Invocation.Probe>(example).Subject;
            IReadOnlyList<Target> targets = probe.Settings.Targets;
            targets.Should().Equal([target], example);
            SettingsText.Of(probe.Settings).Should().Be(SettingsText.Of(new ProbeSettings { Targets = targets }), example);
            probe.Settings.Probe.Http.Status.Should().BeSameAs(StatusRanges.Success, example);
        }

        taken.Should().BeGreaterThan(Cases / 10, "a generator that seldom reaches the short road proves nothing (seed {0})", Seed);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:8000")]
    [InlineData("tcp://localhost:8080", "8080")]
    [InlineData("tcp://localhost:8080", ":8080")]
    [InlineData("tcp://db:5432", "db", "5432")]
    [InlineData("tcp://db:5432", "db:5432")]
    [InlineData("tcp://[::1]:5432", "[::1]:5432")]
    [InlineData("tcp://db:5432", "tcp://db:5432")]
    [InlineData("http://127.0.0.1:8000/health", "http://127.0.0.1:8000/health")]
    [InlineData("mysql://***@db:3306/app", "mysql://user:secret@db:3306/app")]
    [InlineData("memcached://db:11211", "memcached://db")]
    [InlineData("unix:///run/app.sock", "unix:///run/app.sock")]
    [InlineData("file:///run/beat", "FILE:///run/beat")]
    [InlineData("listen://127.0.0.1:80", "listen://127.0.0.1:80")]
    public void Takes_what_containers_ask(string expected, params string[] arguments)
    {
        ShortRoad.TryRead(arguments, _ => null, out Target? target).Should().BeTrue();

        target!.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("-h")]
    [InlineData("db", "-q")]
    [InlineData("--")]
    [InlineData("${PORT}")]
    [InlineData("$${PORT}")]
    [InlineData("gopher://db:70")]
    [InlineData("unix://run/app.sock")]
    [InlineData("file:///run/beat", "--max-age=30s")]
    [InlineData("a:1", "b:2")]
    [InlineData("a:1", "b:2", "c:3")]
    [InlineData("listen")]
    [InlineData("db", "0")]
    [InlineData("")]
    [InlineData("db\ufffd")]
    [InlineData("@/etc/hostname")]
    public void Leaves_the_rest_to_the_parser(params string[] arguments) =>
        ShortRoad.TryRead(arguments, _ => null, out _).Should().BeFalse();

    [Fact]
    public void Steps_aside_when_a_variable_is_set() =>
        Variables.All.Should().OnlyContain(name => !Takes(name, "1") && Takes(name, "") && Takes(name + "_", "1"));

    private static bool Takes(string variable, string value) =>
        ShortRoad.TryRead(["db", "80"], new WrittenCommand((variable, value)).Environment, out _);
}
