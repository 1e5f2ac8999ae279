using System.Diagnostics;
using System.Security.Cryptography;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What the runner must survive, over sockets. The unit tests feed each protocol the same in memory.</summary>
public abstract class HostileServerTests(string scheme) : IAsyncLifetime
{
    private const int Limit = 60_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly byte[] OtherProtocol = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Peer _peer = Peer.Of(scheme);

    // The first timeouts pay for the compiler, and an exception's first throw is slow.
    public async Task InitializeAsync()
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero);
        foreach (Way way in Enum.GetValues<Way>())
        {
            await AskAsync(way, server, TimeSpan.FromMilliseconds(10));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_the_answer_comes_in_pieces(Way way)
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(_peer.Answer, TimeSpan.Zero);

        (await AskAsync(way, server, Question.Patience)).Should().Match<Outcome>(outcome => outcome.IsHealthy, "each byte is there");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_on_silence(Way way)
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero);

        await TimesOutAsync(way, server);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_when_each_byte_takes_long(Way way)
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(_peer.Answer, TimeSpan.FromSeconds(1));

        await TimesOutAsync(way, server);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_unhealthy_when_the_server_talks_nonsense(Way way)
    {
        for (int blocks = 1; blocks <= 50; blocks++)
        {
            byte[] nonsense = [.. Enumerable.Range(0, blocks).SelectMany(block => SHA512.HashData([(byte)blocks, (byte)block]))];
            await using var server = ScriptedServer.ThatClosesAfter(nonsense);

            Outcome outcome = await AskAsync(way, server, Question.Patience);

            new[] { Reason.Protocol, Reason.Closed }.Should().Contain(outcome.Reason, $"the nonsense was {Convert.ToHexString(nonsense)}");
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_what_it_heard_when_a_web_server_answers(Way way)
    {
        await using var server = ScriptedServer.ThatClosesAfter(OtherProtocol);

        Outcome outcome = await AskAsync(way, server, Question.Patience);

        outcome.Reason.Should().Be(Reason.Protocol);
        outcome.Detail.Should().Contain("HTTP/1.1 400 Bad Request");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_unhealthy_when_the_server_closes_after_any_byte_but_the_last(Way way)
    {
        for (int length = 0; length < _peer.Answer.Length; length++)
        {
            await using var server = ScriptedServer.ThatClosesAfter(_peer.Answer.AsMemory(0, length));

            Outcome outcome = await AskAsync(way, server, Question.Patience);

            outcome.Reason.Should().Be(Reason.Closed, $"{length} bytes were sent");
            outcome.Detail.Should().StartWith("connection closed ");
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_unhealthy_when_the_server_resets_after_any_byte_but_the_last(Way way)
    {
        for (int length = 0; length < _peer.Answer.Length; length++)
        {
            await using var server = ScriptedServer.ThatResetsAfter(_peer.Answer.AsMemory(0, length));

            (await AskAsync(way, server, Question.Patience)).Reason.Should().Be(Reason.Closed, $"{length} bytes were sent");
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Gives_up_on_an_answer_without_end(Way way)
    {
        await using var server = ScriptedServer.ThatNeverEnds(_peer.Beginning, _peer.Repeated);

        (await AskAsync(way, server, Question.Patience)).Reason.Should().Be(Reason.Protocol);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_unhealthy_when_the_answer_announces_more_than_comes(Way way)
    {
        await using var server = ScriptedServer.ThatClosesAfter(_peer.Oversized);

        new[] { Reason.Protocol, Reason.Closed }.Should().Contain((await AskAsync(way, server, Question.Patience)).Reason);
    }

    private async Task TimesOutAsync(Way way, ScriptedServer server)
    {
        long start = Stopwatch.GetTimestamp();

        Outcome outcome = await AskAsync(way, server, Timeout);

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(Timeout + Grace);
        outcome.Reason.Should().Be(Reason.Timeout);
        outcome.Detail.Should().Match("*no *within 300ms");
    }

    private Task<Outcome> AskAsync(Way way, ScriptedServer server, TimeSpan timeout) => Question.AskAsync(way, $"{scheme}://127.0.0.1:{server.Port}", timeout);
}
