using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.Protocols.Amqp;

/// <summary>
/// Sends the protocol header and receives Connection.Start (AMQP 0-9-1, sections 2.2.4 and 4.2.2). No credentials are sent.
/// </summary>
internal sealed class AmqpExchange : IExchange
{
    private const int HeaderBytes = 7;
    private const int MaxPayloadBytes = 32768;
    private const byte MethodFrame = 1;
    private const byte FrameEnd = 0xCE;
    private const uint ConnectionStart = (10 << 16) | 10;
    private const uint ConnectionClose = (10 << 16) | 50;

    // Connection.Close with the code 200 and the text "bye", because a broker logs a warning about a client that only closes.
    private static readonly byte[] Close = [MethodFrame, 0, 0, 0, 0, 0, 14, 0, 10, 0, 50, 0, 200, 3, (byte)'b', (byte)'y', (byte)'e', 0, 0, 0, 0, FrameEnd];

    public ReadOnlyMemory<byte> Opening { get; } = "AMQP\0\0\x09\x01"u8.ToArray();

    public string WaitingFor => "Connection.Start";

    public Step Next(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> frame = received.Span;
        if (frame is [] or [MethodFrame, ..] && frame.Length < HeaderBytes)
        {
            return Step.Read;
        }

        uint length = frame is [MethodFrame, 0, 0, ..] ? BinaryPrimitives.ReadUInt32BigEndian(frame[3..]) : 0;
        return length is < 4 or > MaxPayloadBytes ? Step.Unexpected(AmqpProtocol.Name)
            : frame.Length <= HeaderBytes + (int)length ? Step.Read
            : frame[HeaderBytes + (int)length] != FrameEnd ? Step.Unexpected(AmqpProtocol.Name)
            : EvaluateMethod(frame.Slice(HeaderBytes, (int)length));
    }

    private static Step EvaluateMethod(ReadOnlySpan<byte> method) => BinaryPrimitives.ReadUInt32BigEndian(method) switch
    {
        ConnectionStart => Step.Complete(Outcome.Healthy($"{Property(method, "product")} {Property(method, "version")}".Trim()), Close),
        ConnectionClose => Step.Complete(Outcome.Unhealthy(Reason.NotReady, $"the server closes the connection: {Quoted.Of(Encoding.Latin1.GetString(method[4..]))}"), Close),
        _ => Step.Unexpected(AmqpProtocol.Name),
    };

    // A short name, the type S for a long string, and its length. What precedes it is skipped by a search for the name.
    private static string Property(ReadOnlySpan<byte> method, string name)
    {
        ReadOnlySpan<byte> wanted = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)'S', 0, 0, 0];
        int at = method.IndexOf(wanted);
        ReadOnlySpan<byte> rest = at < 0 ? [] : method[(at + wanted.Length)..];
        bool isComplete = !rest.IsEmpty && rest[0] < rest.Length && !rest.Slice(1, rest[0]).ContainsAnyExceptInRange((byte)' ', (byte)'~');
        return isComplete ? Encoding.ASCII.GetString(rest.Slice(1, rest[0])) : "";
    }
}
