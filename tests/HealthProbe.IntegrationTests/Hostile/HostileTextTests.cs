using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>
/// What --send and --expect must bear. Unlike a protocol, an expected text may come after anything: only an end, or 64 KiB, says that it
/// will not.
/// </summary>
public sealed class HostileTextTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly byte[] Answer = "+PONG\r\n"u8.ToArray();
    private static readonly ProbeOptions Ping = new() { Send = "PING\r\n"u8.ToArray(), Expect = Answer };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-");

    public static TheoryData<Way, string> Sockets => new()
    {
        { Way.OnTheCallingThread, "tcp" },
        { Way.Asynchronously, "tcp" },
        { Way.OnTheCallingThread, "unix" },
        { Way.Asynchronously, "unix" },
    };

    private string SocketPath => Path.Combine(_folder.FullName, "app.sock");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Is_healthy_when_the_answer_to_what_was_sent_comes_in_pieces(Way way, string scheme)
    {
        byte[] heard = new byte[64];
        int length = 0;
        await using ScriptedServer server = Serving(scheme, async (connection, stop) =>
        {
            while (!heard.AsSpan(0, length).Contains((byte)'\n'))
            {
                length += await connection.ReceiveAsync(heard.AsMemory(length), stop);
            }

            foreach (byte part in "hello\r\n"u8.ToArray().Concat(Answer))
            {
                await connection.SendAsync(new[] { part }, stop);
            }

            await connection.ReceiveAsync(heard.AsMemory(length), stop);
        });

        Outcome outcome = await AskAsync(way, scheme, server, Ping, Question.Patience);

        outcome.Should().Be(Outcome.Healthy() with { Elapsed = outcome.Elapsed });
        Encoding.ASCII.GetString(heard, 0, length).Should().Be("PING\r\n");
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Times_out_on_silence(Way way, string scheme)
    {
        await using ScriptedServer server = Sending(scheme, [], TimeSpan.Zero);

        await TimesOutAsync(way, scheme, server, "no response that contains \"+PONG??\" within 300ms");
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Says_what_it_heard_when_each_byte_takes_long(Way way, string scheme)
    {
        await using ScriptedServer server = Sending(scheme, Answer, TimeSpan.FromSeconds(1));

        await TimesOutAsync(way, scheme, server, "no complete response that contains \"+PONG??\": received \"+\" within 300ms");
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Says_what_it_heard_when_the_server_says_something_else_and_stays(Way way, string scheme)
    {
        await using ScriptedServer server = Sending(scheme, "-ERR unknown command\r\n"u8.ToArray(), TimeSpan.Zero, 100);

        await TimesOutAsync(way, scheme, server, "no complete response that contains \"+PONG??\": received \"-ERR unknown command??\" within 300ms");
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Says_what_it_heard_when_the_server_says_something_else_and_closes(Way way, string scheme)
    {
        await using ScriptedServer server = ClosingAfter(scheme, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        Outcome outcome = await AskAsync(way, scheme, server, Ping, Question.Patience);

        outcome.Should().Be(Outcome.Unhealthy(Reason.Body, "received \"HTTP/1.1 400 Bad Request\", not \"+PONG??\"") with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Is_unhealthy_when_the_server_resets_or_breaks_off_after_any_byte_but_the_last(Way way, string scheme)
    {
        for (int length = 0; length < Answer.Length; length++)
        {
            byte[] beginning = Answer[..length];
            await using ScriptedServer server = Serving(scheme, async (connection, stop) =>
            {
                await connection.SendAsync(beginning, stop);
                connection.LingerState = new LingerOption(true, 0);
            });

            new[] { Reason.Closed, Reason.Body }.Should().Contain((await AskAsync(way, scheme, server, Ping, Question.Patience)).Reason, $"{length} bytes were sent");
        }
    }

    [Theory(Timeout = Limit), MemberData(nameof(Sockets))]
    public async Task Times_out_when_the_server_reads_nothing_of_a_long_question(Way way, string scheme)
    {
        await using ScriptedServer server = Serving(scheme, (_, stop) => Task.Delay(System.Threading.Timeout.Infinite, stop));

        Outcome outcome = await AskAsync(way, scheme, server, Ping with { Send = new byte[32 * 1024 * 1024] }, Timeout);

        outcome.Reason.Should().Be(Reason.Timeout);
    }

    private async Task TimesOutAsync(Way way, string scheme, ScriptedServer server, string detail)
    {
        // The first timeout pays for the compiler, and an exception's first throw is slow.
        await using (var silent = ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero))
        {
            await AskAsync(way, "tcp", silent, Ping, TimeSpan.FromMilliseconds(20));
        }

        // A machine busy with other tests may not let a probe have its last words in time.
        Outcome outcome = default;
        for (int i = 0; i < 5 && outcome.Detail is ("not asked" or "no answer within 300ms"); i++)
        {
            long start = Stopwatch.GetTimestamp();
            outcome = await AskAsync(way, scheme, server, Ping, Timeout);
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Timeout + Grace);
        }

        outcome.Should().Be(Outcome.Unhealthy(Reason.Timeout, detail) with { Elapsed = outcome.Elapsed });
    }

    private ScriptedServer Serving(string scheme, Func<Socket, CancellationToken, Task> script) =>
        new(script, scheme == "unix" ? new UnixDomainSocketEndPoint(SocketPath) : null);

    // Waits for the other end to hang up when all is said.
    private ScriptedServer Sending(string scheme, byte[] text, TimeSpan pause, int pieceSize = 1) => Serving(scheme, async (connection, stop) =>
    {
        foreach (byte[] piece in text.Chunk(pieceSize))
        {
            await connection.SendAsync(piece, stop);
            await Task.Delay(pause, stop);
        }

        await ReadAwayAsync(connection, stop);
    });

    private ScriptedServer ClosingAfter(string scheme, byte[] text) => Serving(scheme, async (connection, stop) =>
    {
        await connection.SendAsync(text, stop);
        connection.Shutdown(SocketShutdown.Send);
        await ReadAwayAsync(connection, stop);
    });

    private static async Task ReadAwayAsync(Socket connection, CancellationToken stop)
    {
        byte[] received = new byte[4096];
        while (await connection.ReceiveAsync(received, stop) > 0)
        {
        }
    }

    private Task<Outcome> AskAsync(Way way, string scheme, ScriptedServer server, ProbeOptions options, TimeSpan timeout) =>
        Question.AskAsync(way, Question.ProbeOf(scheme == "unix" ? $"unix://{SocketPath}" : $"tcp://127.0.0.1:{server.Port}", options), timeout);
}
