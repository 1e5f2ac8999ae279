using System.Text;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What each answer to the wish for TLS means.</summary>
public class PostgresTlsTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("N", Reason.Tls, "the server does not offer TLS: turn its ssl on, or write sslmode=disable")]
    [InlineData("S", Reason.Tls, "the connection was closed during the TLS handshake: the server may not speak TLS")]
    [InlineData("SS", Reason.Protocol, "not PostgreSQL: heard \"SS\"")]
    [InlineData("NO\r\n", Reason.Protocol, "not PostgreSQL: heard \"NO??\"")]
    [InlineData("Eno more processes\n\0", Reason.NotReady, "the server refuses: \"no more processes\"")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", Reason.Protocol, "not PostgreSQL: heard \"HTTP/1.1 400 Bad Request????\"")]
    [InlineData("", Reason.Closed, "connection closed before the answer was complete")]
    public async Task Means(string word, Reason reason, string detail)
    {
        await using var server = ScriptedServer.ThatClosesAfter(Encoding.Latin1.GetBytes(word));
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await Question.AskAsync(way, $"postgres://127.0.0.1:{server.Port}?sslmode=require");

            outcome.Reason.Should().Be(reason, outcome.Detail);
            outcome.Detail.Should().Be(detail);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_on_silence(Way way)
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero);

        (await Question.AskAsync(way, $"postgres://127.0.0.1:{server.Port}?sslmode=require", TimeSpan.FromMilliseconds(300))).Reason.Should().Be(Reason.Timeout);
    }
}
