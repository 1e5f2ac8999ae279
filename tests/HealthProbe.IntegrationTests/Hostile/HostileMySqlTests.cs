namespace HealthProbe.IntegrationTests.Hostile;

public class HostileMySqlTests() : HostileServerTests("mysql")
{
    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Bounds_a_login_that_goes_on(Way way)
    {
        byte[] questions = [.. MySqlWords.Greeting("8.0.36", "caching_sha2_password"), .. Enumerable.Range(1, 100).SelectMany(turn => MySqlWords.Packet((byte)(2 * turn), 1, (byte)'?'))];
        await using var server = ScriptedServer.ThatClosesAfter(questions);

        Outcome outcome = await Question.AskAsync(way, $"mysql://127.0.0.1:{server.Port}");

        outcome.Reason.Should().Be(Reason.Protocol);
        outcome.Detail.Should().Be("a login of more than 16 packets");
    }
}
