using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Protocols.Http;

namespace HealthProbe.IntegrationTests.Http;

public class HttpProbeTests
{
    private const int Limit = 20_000;
    // What the runtime compiles at the first timeout of a test run takes its time too; how exact the timeout is, the published binary
    // shows.
    private static readonly TimeSpan Reasonable = TimeSpan.FromSeconds(2);

    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_at_once_when_the_server_keeps_the_connection_open(Way way)
    {
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Ok), stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });

        Outcome outcome = await AskAsync(way, server, new HttpOptions { Json = [Json("missing!=x", false)] });

        outcome.Reason.Should().Be(Reason.Body);
        outcome.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory(Timeout = Limit)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", Reason.Status, "status 503")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login?token=secret\r\n\r\n", Reason.Status, "status 302 to /login?token=***: ask that address, or write --follow")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", Reason.Status, "status 400 (does the server refuse this Host? write -H 'Host: name')")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", Reason.Protocol, "the response is SSH, not HTTP: received \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("HTTP/1.1 20", Reason.Closed, "connection closed before the response was complete: received \"HTTP/1.1 20\"")]
    public async Task Says_why_it_is_not_healthy(string answer, Reason reason, string detail)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Encoding.ASCII.GetBytes(answer)));
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await AskAsync(way, server, new HttpOptions());

            (outcome.Reason, outcome.Detail).Should().Be((reason, detail), $"asked {way}");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Sends_exactly_one_request()
    {
        string heard = "";
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            heard += await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Ok), stop);
        });

        await AskAsync(Way.OnTheCallingThread, server, new HttpOptions(), "/health?x=%41#top");

        heard.Should().Be($"GET /health?x=%41 HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Judges_the_body_only_when_it_is_whole(Way way)
    {
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"a\":\"b\"\r\n1\r\n}\r\n0\r\n\r\n");
        var options = new HttpOptions { Json = [Json("a=b")] };
        int whole = answer.Length - 2;
        for (int length = 0; length <= answer.Length; length++)
        {
            await using var server = new ScriptedServer(ScriptedServer.Answers(answer[..length]));

            Outcome outcome = await AskAsync(way, server, options);

            outcome.Reason.Should().Be(length < whole ? Reason.Closed : Reason.None, $"{length} bytes came");
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Survives_a_reset_after_every_byte(Way way)
    {
        byte[] answer = Encoding.ASCII.GetBytes(Ok);
        var options = new HttpOptions { Contains = "{}" };
        for (int length = 0; length < answer.Length; length++)
        {
            int sent = length;
            await using var server = new ScriptedServer(async (stream, stop) =>
            {
                await ScriptedServer.ReadRequestAsync(stream, stop);
                await stream.WriteAsync(answer.AsMemory(0, sent), stop);
                ((NetworkStream)stream).Socket.Close(0);
            });

            (await AskAsync(way, server, options)).Reason.Should().BeOneOf(Reason.Closed, Reason.Protocol);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, 20, "no complete response headers within 300ms")]
    [InlineData(Way.OnTheCallingThread, 60, "no complete body (status 200) within 300ms")]
    [InlineData(Way.Asynchronously, 20, "no complete response headers within 300ms")]
    [InlineData(Way.Asynchronously, 60, "no complete body (status 200) within 300ms")]
    public async Task Ends_on_time_however_slowly_a_server_talks(Way way, int atOnce, string detail)
    {
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nServer: slow\r\nContent-Length: 2000\r\n\r\n" + new string('a', 2000));
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(answer.AsMemory(0, atOnce), stop);
            for (int i = atOnce; i < answer.Length; i++)
            {
                await stream.WriteAsync(answer.AsMemory(i, 1), stop);
                await Task.Delay(50, stop);
            }
        });
        var watch = Stopwatch.StartNew();

        Outcome outcome = await AskAsync(way, server, new HttpOptions { Contains = "b" }, timeout: TimeSpan.FromMilliseconds(300));

        outcome.Reason.Should().Be(Reason.Timeout);
        outcome.Detail.Should().Be(detail);
        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(290)).And.BeLessThan(Reasonable);
    }

    [Theory(Timeout = Limit)]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", Reason.Protocol)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", Reason.Body)]
    [InlineData("", Reason.Protocol)]
    public async Task Reads_no_endless_answer(string start, Reason reason)
    {
        byte[] block = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), stop);
            for (int i = 0; i < 10_000; i++)
            {
                await stream.WriteAsync(block, stop);
            }
        });
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await AskAsync(way, server, new HttpOptions { Contains = "b" });

            outcome.Reason.Should().Be(reason, $"asked {way}: {outcome.Detail}");
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Follows_redirects_when_it_was_told_to(Way way)
    {
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            string request = await ScriptedServer.ReadRequestAsync(stream, stop);
            string answer = request.StartsWith("GET /a ", StringComparison.Ordinal) ? "HTTP/1.1 301 Moved\r\nLocation: b\r\n\r\n"
                : request.StartsWith("GET /b ", StringComparison.Ordinal) ? Ok
                : "HTTP/1.1 302 Found\r\nLocation: /for-ever\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
        });
        var options = new HttpOptions { Follow = true };

        (await AskAsync(way, server, options, "/a")).IsHealthy.Should().BeTrue();
        (await AskAsync(way, server, options, "/for-ever")).Detail.Should().Be("status 302: more than 5 redirects");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Another_origin_receives_no_header_that_the_user_gave(Way way)
    {
        string received = "";
        await using var second = new ScriptedServer(async (stream, stop) =>
        {
            received = await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        });
        string location = $"http://127.0.0.1:{second.Port}/health";
        await using var first = new ScriptedServer(ScriptedServer.Answers(Encoding.ASCII.GetBytes($"HTTP/1.1 307 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")));
        var options = new HttpOptions { Follow = true, User = "me:secret", Headers = [new("X-Api-Key", "secret"), new("Private-Token", "secret")] };

        Outcome outcome = await AskAsync(way, first, options);

        outcome.Should().Be(Outcome.Unhealthy(Reason.Status, $"redirected to {location}: status 503", "status 503") with { Elapsed = outcome.Elapsed });
        received.Should().Be($"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{second.Port}\r\nUser-Agent: healthprobe/0.1.0\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_verdict_does_not_break_off_the_response_and_its_time_is_the_verdicts(Way way)
    {
        int pieces = 0;
        int rest = -1;
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stop);
            for (; pieces < 5; pieces++)
            {
                await Task.Delay(20, stop);
                await stream.WriteAsync("1\r\na\r\n"u8.ToArray(), stop);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
            rest = await stream.ReadAsync(new byte[1], stop);
        });
        var watch = Stopwatch.StartNew();

        Outcome outcome = await AskAsync(way, server, new HttpOptions());

        TimeSpan whole = watch.Elapsed;
        outcome.IsHealthy.Should().BeTrue();
        (whole - outcome.Elapsed).Should().BeGreaterThan(TimeSpan.FromMilliseconds(80));
        while (rest < 0)
        {
            await Task.Delay(10);
        }

        (pieces, rest).Should().Be((5, 0), "the connection is closed in order, after the last chunk");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_response_that_does_not_end_is_left_after_a_quarter_of_a_second(Way way)
    {
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await ScriptedServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 503 No\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray(), stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        var watch = Stopwatch.StartNew();

        Outcome outcome = await AskAsync(way, server, new HttpOptions());

        (outcome.Reason, outcome.Detail).Should().Be((Reason.Status, "status 503"));
        (watch.Elapsed - outcome.Elapsed).Should().BeGreaterThan(TimeSpan.FromMilliseconds(200)).And.BeLessThan(Reasonable);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Asks_over_a_Unix_socket(Way way)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new HttpOptions { UnixSocket = path };
        IProbe probe = Question.ProbeOf("http://app/health", new ProbeOptions { Http = options });
        try
        {
            Outcome missing = await Question.AskAsync(way, probe, Question.Patience);
            (missing.Reason, missing.Detail).Should().Be((Reason.Missing, $"no such socket at \"{path}\""));
            await using var server = new ScriptedServer(ScriptedServer.Answers(Encoding.ASCII.GetBytes(Ok)), new UnixDomainSocketEndPoint(path));

            (await Question.AskAsync(way, probe, Question.Patience)).IsHealthy.Should().BeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Uses_no_proxy_from_the_environment()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Encoding.ASCII.GetBytes(Ok)));
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:1");
        try
        {
            (await AskAsync(Way.Asynchronously, server, new HttpOptions())).IsHealthy.Should().BeTrue();
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Asks_a_thousand_at_once()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answers(Encoding.ASCII.GetBytes(Ok)));
        var prober = new Prober();
        string target = $"http://127.0.0.1:{server.Port}/";

        Outcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => prober.ProbeAsync(Question.ProbeOf(target + i), TimeSpan.FromSeconds(30))));

        outcomes.Should().OnlyContain(outcome => outcome.IsHealthy);
    }

    private static JsonCheck Json(string text, bool isSound = true) =>
        JsonCheck.TryParse(text, out JsonCheck? check, out _) || !isSound ? check! : throw new ArgumentException(text);

    private static Task<Outcome> AskAsync(Way way, ScriptedServer server, HttpOptions options, string path = "/", TimeSpan? timeout = null) =>
        Question.AskAsync(way, Question.ProbeOf($"http://127.0.0.1:{server.Port}{path}", new ProbeOptions { Http = options }), timeout ?? Question.Patience);
}
