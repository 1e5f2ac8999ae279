namespace HealthProbe.IntegrationTests.Hostile;

public class HostileGrpcTests() : HostileServerTests("grpc")
{
    [Theory(Timeout = 10_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Bounds_a_head_that_goes_on(Way way)
    {
        byte[] beginning = [.. GrpcWords.Greeting, .. GrpcWords.OpenHead];
        await using var server = ScriptedServer.ThatNeverEnds(beginning, GrpcWords.Continuation);

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{server.Port}");

        outcome.Detail.Should().Be("a response of more than 64 KiB");
        outcome.Reason.Should().Be(Reason.Protocol);
    }

    [Theory(Timeout = 10_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Bounds_a_message_that_goes_on(Way way)
    {
        await using var server = ScriptedServer.ThatNeverEnds((byte[])[.. GrpcWords.Greeting, .. GrpcWords.Head], GrpcWords.Data(new byte[GrpcWords.LargestPayload]));

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{server.Port}");

        outcome.Detail.Should().Be("an answer of more than 4096 bytes");
        outcome.Reason.Should().Be(Reason.Protocol);
    }
}
