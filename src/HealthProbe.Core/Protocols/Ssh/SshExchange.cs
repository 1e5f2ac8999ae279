using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.Protocols.Ssh;

/// <summary>Receives the identification of the server and sends one (RFC 4253, section 4.2). No user is named.</summary>
internal sealed class SshExchange : IExchange
{
    // Sections 4.2 and 6.1.
    private const int MaxLineBytes = 253;
    private const int MaxPacketBytes = 35_000;

    // A server logs an error about a client that closes without an identification.
    private static readonly byte[] Identification = "SSH-2.0-healthprobe\r\n"u8.ToArray();

    private Outcome? _verdict;

    public ReadOnlyMemory<byte> Opening => default;

    public string WaitingFor => "identification";

    public Step Next(ReceiveBuffer received)
    {
        while (_verdict is null)
        {
            if (received.Span is [not ((>= (byte)' ' and <= (byte)'~') or (byte)'\r' or (byte)'\n'), ..] || (received.IsEnded && received.Length > 0))
            {
                return Step.Unexpected(SshProtocol.Name);
            }

            if (!received.TryReadLine(MaxLineBytes, out ReadOnlySpan<byte> line))
            {
                return Step.Read;
            }

            _verdict = Evaluate(line);
        }

        return Step.Complete(_verdict, Identification, IsPacketComplete(received.Span));
    }

    // Null for a line that precedes the identification.
    private static Outcome? Evaluate(ReadOnlySpan<byte> line) =>
        line.StartsWith("SSH-2.0-"u8) || line.StartsWith("SSH-1.99-"u8) ? Outcome.Healthy(Quote(line).Trim('"'))
        : line.StartsWith("SSH-"u8) ? Outcome.Unhealthy(Reason.Protocol, $"the server has no SSH 2.0: received {Quote(line)}")
        : line.StartsWith("Exceeded MaxStartups"u8) || line.StartsWith("Not allowed at this time"u8) ? Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quote(line)}")
        : null;

    // The server's first packet, its algorithms, follows at once. If it is not read, the connection ends with a reset.
    private static bool IsPacketComplete(ReadOnlySpan<byte> packet) =>
        packet.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(packet) is uint length && (length > MaxPacketBytes || packet.Length >= 4 + length);

    private static string Quote(ReadOnlySpan<byte> line) => Quoted.Of(Encoding.Latin1.GetString(line));
}
