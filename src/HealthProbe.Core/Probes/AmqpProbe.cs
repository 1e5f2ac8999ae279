using System.Buffers.Binary;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when the protocol header is answered by Connection.Start (AMQP 0-9-1, sections 2.2.4 and 4.2.2); no credentials are sent.</summary>
/// <param name="target">An <c>amqp://</c> or <c>amqps://</c> target.</param>
/// <param name="options">How TLS is verified.</param>
public sealed class AmqpProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const int HeadSize = 7;
    private const int LongestPayload = 65536;
    private const byte MethodFrame = 1;
    private const byte FrameEnd = 0xCE;
    private const uint ConnectionStart = (10 << 16) | 10;
    private const uint ConnectionClose = (10 << 16) | 50;

    // Connection.Close with "bye" and the code 200: without it a server warns in its log of a client that was cut off.
    private protected override ReadOnlyMemory<byte> Goodbye { get; } =
        new byte[] { MethodFrame, 0, 0, 0, 0, 0, 14, 0, 10, 0, 50, 0, 200, 3, (byte)'b', (byte)'y', (byte)'e', 0, 0, 0, 0, FrameEnd };

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);
        byte[] head = new byte[HeadSize];
        await reader.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(3));
        if (head[0] != MethodFrame || head[1] != 0 || head[2] != 0 || length is < 4 or > LongestPayload)
        {
            throw reader.Unlike("AMQP 0-9-1", head);
        }

        byte[] payload = new byte[length + 1];
        await reader.ReadExactlyAsync(payload, cancellationToken).ConfigureAwait(false);
        uint method = BinaryPrimitives.ReadUInt32BigEndian(payload);
        return (payload[^1], method) switch
        {
            (FrameEnd, ConnectionStart) => Outcome.Healthy($"{Property(payload, "product")} {Property(payload, "version")}".Trim()),
            (FrameEnd, ConnectionClose) => Outcome.Unhealthy(Reason.NotReady, $"the server closes the connection: {Quoted.Of(Encoding.Latin1.GetString(payload.AsSpan(4, payload.Length - 5)))}"),
            _ => throw reader.Unlike("AMQP 0-9-1", head),
        };
    }

    // A short name, the type S for a long string, and its length: found by its name, because what lies before it is of no interest.
    private static string Property(ReadOnlySpan<byte> payload, string name)
    {
        ReadOnlySpan<byte> wanted = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)'S', 0, 0, 0];
        int at = payload.IndexOf(wanted);
        ReadOnlySpan<byte> rest = at < 0 ? [] : payload[(at + wanted.Length)..];
        bool isWhole = !rest.IsEmpty && rest[0] < rest.Length && !rest.Slice(1, rest[0]).ContainsAnyExceptInRange((byte)' ', (byte)'~');
        return isWhole ? Encoding.ASCII.GetString(rest.Slice(1, rest[0])) : "";
    }
}
