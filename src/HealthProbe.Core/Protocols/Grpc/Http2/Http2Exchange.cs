using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>One request and its response over HTTP/2 (RFC 9113): docs/decisions/0007.</summary>
/// <param name="fields">The fields of the request, the pseudo-fields first.</param>
/// <param name="body">At most <see cref="MaxRequestBytes"/> bytes.</param>
/// <param name="maxBodyBytes">Limit for the body of the response.</param>
/// <param name="evaluate">Returns the outcome of the whole response.</param>
internal sealed class Http2Exchange(
    IEnumerable<(string Name, string Value)> fields, ReadOnlyMemory<byte> body, int maxBodyBytes, Func<Http2Response, Outcome> evaluate) : IExchange
{
    /// <summary>The longest body that can be sent before the peer allows more.</summary>
    public const int MaxRequestBytes = 65535;

    private const int MaxInterimHeads = 10;
    private const int OurStream = 1;
    private const string Protocol = "HTTP/2";

    // GOAWAY without an error.
    private static readonly byte[] CloseMessage = new Frame(FrameType.GoAway, FrameFlags.None, 0, new byte[8]).ToBytes();
    private static readonly byte[] SettingsAck = new Frame(FrameType.Settings, FrameFlags.AckOrEndStream, 0, default).ToBytes();

    private readonly HeaderDecoder _decoder = new();
    private readonly ArrayBufferWriter<byte> _block = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private Dictionary<string, string>? _head;
    private bool _hasBegun;
    private bool _isBlockOpen;
    private bool _blockEndsStream;
    private int _interimHeads;

    /// <summary>
    /// The preface, the settings and the request at once: a client does not have to wait for the server's settings (section 3.4).
    /// </summary>
    public ReadOnlyMemory<byte> Opening { get; } = CreateRequest(fields, body);

    public string WaitingFor => _hasBegun ? "complete response" : "response";

    public Step Next(ReceiveBuffer received)
    {
        try
        {
            if (!_hasBegun)
            {
                Begin(received);
            }

            while (_hasBegun && Frame.TryRead(received, out Frame frame))
            {
                if (Handle(frame) is Step step)
                {
                    return step;
                }
            }

            return Step.Read;
        }
        catch (ProtocolException e)
        {
            return Step.Invalid(e.Message);
        }
    }

    private static byte[] CreateRequest(IEnumerable<(string Name, string Value)> fields, ReadOnlyMemory<byte> body)
    {
        var block = new List<byte>();
        foreach ((string name, string value) in fields)
        {
            HeaderEncoder.Append(block, name, value);
        }

        List<byte> bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];
        byte[] noPush = [0, 2, 0, 0, 0, 0];
        bytes.AddRange(new Frame(FrameType.Settings, FrameFlags.None, 0, noPush).ToBytes());
        Frame.AppendAll(bytes, (FrameType.Headers, FrameType.Continuation), block.ToArray(), FrameFlags.EndHeaders);
        Frame.AppendAll(bytes, (FrameType.Data, FrameType.Data), body, FrameFlags.AckOrEndStream);
        return [.. bytes];
    }

    // The first frame is SETTINGS (section 3.4), or a GOAWAY that refuses HTTP/2: another protocol is recognized by its first bytes.
    private void Begin(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> head = received.Span;
        if (head.IsEmpty || (head[0] == 0 && head.Length < Frame.HeadSize))
        {
            return;
        }

        head = head[..Math.Min(head.Length, Frame.HeadSize)];
        _hasBegun = head[0] == 0 && (FrameType)head[3] is FrameType.Settings or FrameType.GoAway && head[5..].IndexOfAnyExcept((byte)0) < 0;
        string? description = _hasBegun ? null
            : head[0] == 0 ? ForeignProtocol.Describe(Protocol, head)
            : ForeignProtocol.TryDescribe(Protocol, received.Span, received.IsEnded, "grpcs");
        if (description is not null)
        {
            throw new ProtocolException(description);
        }
    }

    private Step? Handle(Frame frame)
    {
        if (_isBlockOpen && (frame.Type != FrameType.Continuation || frame.Stream != OurStream))
        {
            throw new ProtocolException("an HTTP/2 head without an end");
        }

        switch (frame.Type)
        {
            case FrameType.Settings when !SettingsFrame.IsValid(frame):
                throw new ProtocolException("an HTTP/2 frame of settings that are not valid");
            case FrameType.Ping when frame.Stream != 0 || frame.Payload.Length != 8:
            case FrameType.WindowUpdate when frame.Payload.Length != 4:
                throw new ProtocolException("an HTTP/2 frame of a wrong size");
            case FrameType.Settings when !frame.Has(FrameFlags.AckOrEndStream):
                return Step.Send(SettingsAck);
            case FrameType.Ping when !frame.Has(FrameFlags.AckOrEndStream):
                return Step.Send((frame with { Flags = FrameFlags.AckOrEndStream }).ToBytes());
            case FrameType.Headers when frame.Stream == OurStream:
                _blockEndsStream = frame.Has(FrameFlags.AckOrEndStream);
                return HandleBlock(frame);
            case FrameType.Continuation when _isBlockOpen:
                return HandleBlock(frame);
            case FrameType.Data when frame.Stream == OurStream:
                return HandleBody(frame);
            case FrameType.ResetStream when frame.Stream == OurStream:
                return Rejected(ReadNumber(frame, 0), "the server gave up the request");
            case FrameType.GoAway:
                return HandleGoAway(frame);
            case FrameType.Headers or FrameType.Data or FrameType.PushPromise or FrameType.Continuation:
                throw new ProtocolException("an HTTP/2 frame that nobody asked for");
            default:
                return null;
        }
    }

    private Step? HandleBlock(Frame frame)
    {
        _block.Write((frame.Type == FrameType.Headers ? frame.Content : frame.Payload).Span);
        _isBlockOpen = !frame.Has(FrameFlags.EndHeaders);
        if (_isBlockOpen)
        {
            return null;
        }

        Dictionary<string, string> fields = _decoder.Decode(_block.WrittenSpan);
        _block.Clear();
        if (_head is not null)
        {
            return _blockEndsStream ? Complete(fields) : throw new ProtocolException("HTTP/2 trailers that do not end the response");
        }

        int status = Http2Response.GetStatus(fields);
        if (status is >= 100 and < 200 && !_blockEndsStream)
        {
            _interimHeads++;
            return _interimHeads <= MaxInterimHeads ? null : throw new ProtocolException($"more than {MaxInterimHeads} interim responses");
        }

        _head = status >= 200 ? fields : throw new ProtocolException("an HTTP/2 answer without a status");
        return _blockEndsStream ? Complete(fields) : null;
    }

    private Step? HandleBody(Frame frame)
    {
        if (_head is null || _body.WrittenCount + frame.Content.Length > maxBodyBytes)
        {
            throw new ProtocolException(_head is not null ? $"an answer of more than {maxBodyBytes} bytes" : "an HTTP/2 answer without a head");
        }

        _body.Write(frame.Content.Span);
        return frame.Has(FrameFlags.AckOrEndStream) ? Complete(null) : null;
    }

    private Step Complete(IReadOnlyDictionary<string, string>? trailers) =>
        Step.Complete(evaluate(new Http2Response(_head!, trailers, _body.WrittenMemory)), CloseMessage);

    // Section 6.8: a request numbered up to the one that is named is still answered.
    private static Step? HandleGoAway(Frame frame)
    {
        uint lastStream = ReadNumber(frame, 0);
        uint error = ReadNumber(frame, 4);
        if (error == Http2Error.None && lastStream >= OurStream)
        {
            return null;
        }

        string text = frame.Payload.Length > 8 ? $", {Quoted.Of(Encoding.Latin1.GetString(frame.Payload.Span[8..]))}" : "";
        return Rejected(error, "the server is going away", text);
    }

    private static Step Rejected(uint error, string what, string text = "") => error switch
    {
        Http2Error.Http11Required => Step.Invalid("the port speaks HTTP/1.1: HTTP/2 needs TLS there (grpcs://), or a port for HTTP/2 alone (Kestrel: Protocols Http2)"),
        Http2Error.RefusedStream => Step.Complete(Outcome.Unhealthy(Reason.NotReady, $"the server refused the request: {Http2Error.Name(error)}")),
        _ => Step.Complete(Outcome.Unhealthy(Reason.NotReady, $"{what}: {Http2Error.Name(error)}{text}")),
    };

    private static uint ReadNumber(Frame frame, int at) => frame.Payload.Length >= at + 4
        ? BinaryPrimitives.ReadUInt32BigEndian(frame.Payload.Span[at..])
        : throw new ProtocolException("an HTTP/2 frame that is too short");
}
