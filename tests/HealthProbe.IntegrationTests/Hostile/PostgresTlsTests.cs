namespace HealthProbe.IntegrationTests.Hostile;

public class PostgresTlsTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_server_that_promises_TLS_and_closes_has_no_handshake(Way way)
    {
        await using var server = ScriptedServer.ThatClosesAfter("S"u8.ToArray());

        Outcome outcome = await Question.AskAsync(way, $"postgres://127.0.0.1:{server.Port}?sslmode=require");

        outcome.Reason.Should().Be(Reason.Tls, outcome.Detail);
        outcome.Detail.Should().Be("the connection was closed during the TLS handshake: the server may not speak TLS");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_server_that_does_not_respond_to_the_request_for_TLS_times_out(Way way)
    {
        await using var server = ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero);

        Outcome outcome = await Question.AskAsync(way, $"postgres://127.0.0.1:{server.Port}?sslmode=require", TimeSpan.FromMilliseconds(300));

        outcome.Reason.Should().Be(Reason.Timeout);
        outcome.Detail.Should().Be("no response to SSLRequest within 300ms");
    }
}
