using System.Text;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;

namespace HealthProbe.EndToEndTests;

/// <summary>
/// Every protocol in the finished files. What each says on the wire is tested against real servers elsewhere; here the answers are recorded
/// ones.
/// </summary>
[Collection(EndToEnd.Name)]
public sealed class ProtocolTests(PublishedBinaries binaries)
{
    private static readonly Dictionary<string, byte[]> Answers = new()
    {
        ["postgres"] = [(byte)'R', 0, 0, 0, 23, 0, 0, 0, 10, .. "SCRAM-SHA-256\0\0"u8],
        ["mysql"] =
        [
            71, 0, 0, 0, 10, .. "8.0"u8, 0, .. new byte[44], .. "mysql_native_password"u8, 0,
            11, 0, 0, 2, 0xFF, 0x15, 0x04, .. "#28000no"u8,
        ],
        ["redis"] = [.. "+PONG\r\n"u8],
        ["memcached"] = [.. "VERSION 1.6.18\r\n"u8],
        ["amqp"] = [1, 0, 0, 0, 0, 0, 18, 0, 10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xCE],
        ["nats"] = [.. "INFO {\"version\":\"2.9.10\"}\r\n"u8],
        ["mqtt"] = [0x20, 2, 0, 5],
        ["smtp"] = [.. "220 ready\r\n"u8],
    };

    [BinaryTheory(Timeout = 30_000)]
    [Both("postgres"), Both("mysql"), Both("redis"), Both("memcached"), Both("amqp"), Both("nats"), Both("mqtt"), Both("smtp")]
    public async Task Is_silent_when_the_server_is_ready(Edition edition, string scheme)
    {
        await using ScriptedServer server = Says(Answers[scheme]);

        ProcessRun run = await binaries.RunAsync(edition, $"{scheme}://127.0.0.1:{server.Port}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 30_000)]
    [Both("postgres"), Both("mysql"), Both("redis"), Both("memcached"), Both("amqp"), Both("nats"), Both("mqtt"), Both("smtp")]
    public async Task Says_that_the_response_is_HTTP_when_a_web_server_answers(Edition edition, string scheme)
    {
        await using ScriptedServer server = Says("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());

        ProcessRun run = await binaries.RunAsync(edition, $"{scheme}://127.0.0.1:{server.Port}", "--output", "json");

        run.ExitCode.Should().Be(1);
        run.Output.Should().StartWith($"{{\"target\":\"{scheme}://127.0.0.1:{server.Port}\",\"healthy\":false,\"reason\":\"protocol\",\"detail\":\"the response is HTTP, not ").And.Contain("HTTP/1.1 400");
    }

    [BinaryTheory(Timeout = 60_000), Both]
    public async Task Asks_them_all_at_once_as_text_and_as_JSON(Edition edition)
    {
        List<ScriptedServer> servers = [.. Answers.Values.Select(Says)];
        string[] targets = [.. Answers.Keys.Zip(servers, (scheme, server) => $"{scheme}://127.0.0.1:{server.Port}")];

        ProcessRun text = await binaries.RunAsync(edition, [.. targets, "--verbose"]);
        ProcessRun json = await binaries.RunAsync(edition, [.. targets, "--output", "json"]);

        text.ExitCode.Should().Be(0, text.Output);
        text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1].TrimEnd(':')).Should().Equal(targets);
        json.ExitCode.Should().Be(0);
        json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(targets.Length).And.OnlyContain(line => line.Contains("\"healthy\":true,\"reason\":\"none\"", StringComparison.Ordinal));
        foreach (ScriptedServer server in servers)
        {
            await server.DisposeAsync();
        }
    }

    [BinaryTheory(Timeout = 60_000)]
    [Both("postgres", "E\0\0\0\u0026SFATAL\0C57P03\0Mstarting up, wait\0\0", "starting up, wait")]
    [Both("redis", "-LOADING Redis is loading the dataset in memory\r\n", "LOADING")]
    public async Task Waits_until_the_server_is_ready_and_tells_why_it_was_not(Edition edition, string scheme, string first, string said)
    {
        int asked = 0;
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Interlocked.Increment(ref asked) == 1 ? Encoding.Latin1.GetBytes(first) : Answers[scheme], stop);
            await stream.CopyToAsync(Stream.Null, stop);
        });

        ProcessRun run = await binaries.RunAsync(edition, $"{scheme}://127.0.0.1:{server.Port}", "--wait", "20s", "--interval", "50ms");

        run.ExitCode.Should().Be(0, run.Output);
        run.Output.Should().Contain(said).And.MatchRegex($@"\nhealthy {scheme}://127\.0\.0\.1:{server.Port} after \d+\.\ds \(not-ready \d+\.\ds\)\n$");
    }

    private static ScriptedServer Says(byte[] answer) => new(async (stream, stop) =>
    {
        await stream.WriteAsync(answer, stop);
        await stream.CopyToAsync(Stream.Null, stop);
    });
}
