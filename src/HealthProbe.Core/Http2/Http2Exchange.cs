using System.Buffers.Binary;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Http2;

/// <summary>One request and its answer over HTTP/2 (RFC 9113): docs/decisions/0007.</summary>
internal sealed class Http2Exchange(Stream stream, int longestBody)
{
    /// <summary>The longest body that can be sent before the peer allows more.</summary>
    public const int LongestRequest = 65535;

    private const int LongestHead = 65536;
    private const int OurStream = 1;

    /// <summary>GOAWAY: nothing went wrong, and nothing more will be asked.</summary>
    public static ReadOnlyMemory<byte> Goodbye { get; } = BytesOf(new Frame(FrameType.GoAway, FrameFlags.None, 0, new byte[8])).ToArray();

    private readonly FrameReader _frames = new(new ByteReader(stream));
    private readonly HeaderDecoder _decoder = new();
    private readonly Http2Answer _answer = new();
    private bool _hasHead;
    private bool _isComplete;

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <param name="fields">The fields of the request, the pseudo-fields first.</param>
    /// <param name="body">At most <see cref="LongestRequest"/> bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProtocolException">The peer does not speak HTTP/2, or the answer is longer than allowed.</exception>
    /// <exception cref="NotServedException">The peer is going away, or refuses the request.</exception>
    /// <exception cref="EndOfStreamException">The peer closed before the end.</exception>
    public async ValueTask<Http2Answer> AskAsync(IEnumerable<(string Name, string Value)> fields, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // All at once: nobody has to wait for the other's settings (section 3.4).
        await SendAsync(Request(fields, body), cancellationToken).ConfigureAwait(false);
        while (!_isComplete)
        {
            Frame frame = await _frames.ReadAsync(cancellationToken).ConfigureAwait(false);
            await TakeAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        return _answer;
    }

    private static List<byte> Request(IEnumerable<(string Name, string Value)> fields, ReadOnlyMemory<byte> body)
    {
        var block = new List<byte>();
        foreach ((string name, string value) in fields)
        {
            HeaderEncoder.Append(block, name, value);
        }

        List<byte> bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];
        byte[] noPush = [0, 2, 0, 0, 0, 0];
        new Frame(FrameType.Settings, FrameFlags.None, 0, noPush).AppendTo(bytes);
        new Frame(FrameType.Headers, FrameFlags.EndHeaders, OurStream, block.ToArray()).AppendTo(bytes);
        for (int sent = 0; sent < body.Length; sent += Frame.LargestPayload)
        {
            ReadOnlyMemory<byte> part = body.Slice(sent, Math.Min(Frame.LargestPayload, body.Length - sent));
            new Frame(FrameType.Data, sent + part.Length == body.Length ? FrameFlags.AckOrEndStream : FrameFlags.None, OurStream, part).AppendTo(bytes);
        }

        return bytes;
    }

    private async ValueTask TakeAsync(Frame frame, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case FrameType.Settings when !frame.Has(FrameFlags.AckOrEndStream):
                await SendAsync(BytesOf(new Frame(FrameType.Settings, FrameFlags.AckOrEndStream, 0, default)), cancellationToken).ConfigureAwait(false);
                break;
            case FrameType.Ping when !frame.Has(FrameFlags.AckOrEndStream):
                await SendAsync(BytesOf(frame with { Flags = FrameFlags.AckOrEndStream }), cancellationToken).ConfigureAwait(false);
                break;
            case FrameType.Headers when frame.Stream == OurStream:
                await TakeHeadAsync(frame, cancellationToken).ConfigureAwait(false);
                break;
            case FrameType.Data when frame.Stream == OurStream:
                TakeBody(frame);
                break;
            case FrameType.ResetStream when frame.Stream == OurStream:
                throw Reset(Number(frame, 0));
            case FrameType.GoAway:
                TakeGoodbye(frame);
                break;
            case FrameType.Headers or FrameType.Data or FrameType.PushPromise or FrameType.Continuation:
                throw new ProtocolException("an HTTP/2 frame that nobody asked for");
        }
    }

    private async ValueTask TakeHeadAsync(Frame frame, CancellationToken cancellationToken)
    {
        bool endsStream = frame.Has(FrameFlags.AckOrEndStream);
        var block = new List<byte>();
        block.AddRange(frame.Content.Span);
        while (!frame.Has(FrameFlags.EndHeaders))
        {
            frame = await _frames.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (frame.Type != FrameType.Continuation || frame.Stream != OurStream || block.Count + frame.Payload.Length > LongestHead)
            {
                throw new ProtocolException("an HTTP/2 head without an end");
            }

            block.AddRange(frame.Payload.Span);
        }

        _decoder.Decode(block.ToArray(), _answer.Fields);
        if (!_hasHead && _answer.Status == 0)
        {
            throw new ProtocolException("an HTTP/2 answer without a status");
        }

        // An interim answer (100 to 199) is no head yet.
        _hasHead = _hasHead || _answer.Status >= 200;
        _isComplete = endsStream;
    }

    private void TakeBody(Frame frame)
    {
        if (!_hasHead || _answer.Body.Count + frame.Content.Length > longestBody)
        {
            throw new ProtocolException(_hasHead ? $"an answer of more than {longestBody} bytes" : "an HTTP/2 answer without a head");
        }

        _answer.Body.AddRange(frame.Content.Span);
        _isComplete = frame.Has(FrameFlags.AckOrEndStream);
    }

    // Section 6.8: a request numbered up to the one that is named is still answered.
    private static void TakeGoodbye(Frame frame)
    {
        uint lastStream = Number(frame, 0);
        uint error = Number(frame, 4);
        if (error != Http2Error.None || lastStream < OurStream)
        {
            string text = frame.Payload.Length > 8 ? $", {Quoted.Of(Encoding.Latin1.GetString(frame.Payload.Span[8..]))}" : "";
            throw new NotServedException($"the server is going away: {Http2Error.Name(error)}{text}");
        }
    }

    private static NotServedException Reset(uint error) =>
        new($"the server {(error == Http2Error.RefusedStream ? "refused" : "gave up")} the request: {Http2Error.Name(error)}");

    private static uint Number(Frame frame, int at) => frame.Payload.Length >= at + 4
        ? BinaryPrimitives.ReadUInt32BigEndian(frame.Payload.Span[at..])
        : throw new ProtocolException("an HTTP/2 frame that is too short");

    private static List<byte> BytesOf(Frame frame)
    {
        var bytes = new List<byte>();
        frame.AppendTo(bytes);
        return bytes;
    }

    private async ValueTask SendAsync(List<byte> bytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes.ToArray(), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
