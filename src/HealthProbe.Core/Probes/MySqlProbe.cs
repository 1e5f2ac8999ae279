using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HealthProbe.MySql;

namespace HealthProbe.Probes;

/// <summary>Healthy when the server sends its handshake (protocol 9 or 10) and answers a login, whether it admits it or not; the target's credentials are not sent.</summary>
/// <param name="target">A <c>mysql://</c> or <c>mariadb://</c> target.</param>
/// <param name="options">Nothing of it.</param>
public sealed class MySqlProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const byte Ok = 0;
    private const byte Error = 0xFF;

    // COM_QUIT, for a server that has admitted us.
    private protected override ReadOnlyMemory<byte> Goodbye { get; } = new byte[] { 1, 0, 0, 0, 1 };

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        var packets = new PacketStream(stream);
        byte[] first = await packets.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (first is [Error, _, _, ..])
        {
            return Refusal(first);
        }

        Greeting greeting = Greeting.Read(first) ?? throw packets.Unlike(first);
        var login = new Login(greeting.AuthenticationPlugin);
        await packets.WriteAsync(login.Request(), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            byte[] answer = await packets.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (answer is [Ok, ..] or [Error, _, _, ..])
            {
                return answer[0] == Error && SaysNotReady(Code(answer)) ? Refusal(answer) : Outcome.Healthy(greeting.Product);
            }

            await packets.WriteAsync(login.Answer(answer), cancellationToken).ConfigureAwait(false);
        }
    }

    // Too many connections, shutting down, blocked for connection errors, offline: said at the door or after it.
    private static bool SaysNotReady(int code) => code is 1040 or 1053 or 1129 or 3032;

    private static Outcome Refusal(ReadOnlySpan<byte> packet)
    {
        const int HostNotAllowed = 1130;
        ReadOnlySpan<byte> text = packet[3..];
        text = text is [(byte)'#', _, _, _, _, _, ..] ? text[6..] : text;
        int code = Code(packet);
        return Outcome.Unhealthy(
            code == HostNotAllowed ? Reason.Denied : Reason.NotReady,
            string.Create(CultureInfo.InvariantCulture, $"error {code}: {Quoted.Of(Encoding.UTF8.GetString(text))}"));
    }

    private static int Code(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16LittleEndian(packet[1..]);
}
