using System.Globalization;
using System.Net;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class AnswerTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Is_silent_when_the_port_is_open(Edition edition)
    {
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunAsync(edition, "127.0.0.1", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Says_why_when_the_port_is_closed(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, "127.0.0.1", $"{port.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(Refused(port));
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("127.0.0.1:{0}")]
    [Both("tcp://127.0.0.1:{0}")]
    [Both("0.0.0.0:{0}")]
    [Both("localhost:{0}")]
    [Both(":{0}")]
    [Both("{0}")]
    [Both("--timeout=500ms tcp://127.0.0.1:{0}/")]
    public async Task Takes_each_way_to_write_a_target(Edition edition, string written)
    {
        using var port = new OpenPort();
        string[] arguments = string.Format(CultureInfo.InvariantCulture, written, port.Number).Split(' ');

        ProcessRun run = await binaries.RunAsync(edition, arguments);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("::1 {0}")]
    [Both("[::1]:{0}")]
    [Both("[::]:{0}")]
    [Both("localhost {0}")]
    public async Task Reaches_a_server_that_listens_on_IPv6_only(Edition edition, string written)
    {
        using var port = new OpenPort(IPAddress.IPv6Loopback);
        string[] arguments = string.Format(CultureInfo.InvariantCulture, written, port.Number).Split(' ');

        ProcessRun run = await binaries.RunAsync(edition, arguments);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Is_not_healthy_when_one_of_two_targets_is_closed(Edition edition)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, $"127.0.0.1:{open.Number}", $"127.0.0.1:{closed.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(Refused(closed));
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Prints_an_object_a_line_as_JSON(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, "127.0.0.1", $"{port.Number}", "--output", "json");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            $$"""^\{"target":"tcp://127\.0\.0\.1:{{port.Number}}","healthy":false,"reason":"refused","detail":"connection refused","elapsed_ms":\d+(\.\d{1,3})?,"attempts":1\}\n$""");
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Prints_the_healthy_answer_as_JSON_too(Edition edition)
    {
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunAsync(edition, "127.0.0.1", $"{port.Number}", "-o", "json");

        run.ExitCode.Should().Be(0);
        run.Output.Should().MatchRegex(
            $$"""^\{"target":"tcp://127\.0\.0\.1:{{port.Number}}","healthy":true,"reason":"none","detail":"","elapsed_ms":\d+(\.\d{1,3})?,"attempts":1\}\n$""");
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both("-q"), Both("--quiet")]
    public async Task Prints_nothing_when_quiet(Edition edition, string option)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunAsync(edition, option, "127.0.0.1", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000), Both("-v"), Both("--verbose")]
    public async Task Prints_the_healthy_answer_when_verbose(Edition edition, string option)
    {
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunAsync(edition, option, "127.0.0.1", $"{port.Number}");

        run.ExitCode.Should().Be(0);
        run.Output.Should().MatchRegex($@"^healthy tcp://127\.0\.0\.1:{port.Number} \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Prints_its_version(Edition edition)
    {
        ProcessRun run = await binaries.RunAsync(edition, "--version");

        run.ExitCode.Should().Be(0);
        run.Output.Should().MatchRegex(@"^healthprobe \d+\.\d+\.\d+\n$");
        run.Error.Should().BeEmpty();
    }

    [NativeFact("unshare", "ip", Need.Root, Timeout = 10_000)]
    public async Task Asks_port_8000_of_this_machine_when_nothing_is_given()
    {
        ProcessRun run = await ProcessRun.StartAsync("unshare", ["--net", "sh", "-c", "ip link set lo up && exec \"$0\"", binaries.Native]);

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(@"^unhealthy tcp://127\.0\.0\.1:8000: connection refused \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    private static string Refused(ClosedPort port) => $@"^unhealthy tcp://127\.0\.0\.1:{port.Number}: connection refused \(\d+\.\d ms\)\n$";
}
