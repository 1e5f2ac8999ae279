using HealthProbe.Http2;

namespace HealthProbe.IntegrationTests.Hostile;

public class HostileGrpcTests() : HostileServerTests("grpc")
{
    private static readonly byte[] Greeting = Bytes(new Frame(FrameType.Settings, FrameFlags.None, 0, default));

    private static readonly byte[] Head = Bytes(new Frame(FrameType.Headers, FrameFlags.EndHeaders, 1, new byte[] { 0x88 }));

    private static readonly byte[] Message = Bytes(new Frame(FrameType.Data, FrameFlags.None, 1, new byte[] { 0, 0, 0, 0, 2, 8, 1 }));

    private static readonly byte[] Trailers = Bytes(new Frame(
        FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.AckOrEndStream, 1, new byte[] { 0 }.Concat("\x0bgrpc-status\x01"u8.ToArray()).Append((byte)'0').ToArray()));

    protected override ReadOnlyMemory<byte> Answer { get; } = (byte[])[.. Greeting, .. Head, .. Message, .. Trailers];

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = (Greeting, Bytes(new Frame(FrameType.Ping, FrameFlags.AckOrEndStream, 0, new byte[8])));

    [Theory(Timeout = 10_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Bounds_a_head_that_goes_on(Way way)
    {
        byte[] beginning = [.. Greeting, .. Bytes(new Frame(FrameType.Headers, FrameFlags.None, 1, new byte[] { 0x88 }))];
        await using var server = ScriptedServer.ThatNeverEnds(beginning, Bytes(new Frame(FrameType.Continuation, FrameFlags.None, 1, new byte[Frame.LargestPayload])));

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{server.Port}");

        outcome.Detail.Should().Be("an HTTP/2 head without an end");
        outcome.Reason.Should().Be(Reason.Protocol);
    }

    [Theory(Timeout = 10_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Bounds_a_message_that_goes_on(Way way)
    {
        await using var server = ScriptedServer.ThatNeverEnds((byte[])[.. Greeting, .. Head], Bytes(new Frame(FrameType.Data, FrameFlags.None, 1, new byte[Frame.LargestPayload])));

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{server.Port}");

        outcome.Detail.Should().Be("an answer of more than 4096 bytes");
        outcome.Reason.Should().Be(Reason.Protocol);
    }

    private static byte[] Bytes(Frame frame)
    {
        var bytes = new List<byte>();
        frame.AppendTo(bytes);
        return [.. bytes];
    }
}
