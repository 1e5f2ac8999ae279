using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.Protocols.MySql;

/// <summary>Receives the initial handshake and completes a login without a password. The target's credentials are not sent.</summary>
internal sealed class MySqlExchange : IExchange
{
    private const byte Ok = 0;
    private const byte Error = 0xFF;
    private const int HeaderBytes = 4;
    private const int MaxPayloadBytes = 4096;

    // A login takes two or three.
    private const int MaxPackets = 16;

    // COM_QUIT, for a server that accepted the login.
    private static readonly byte[] Quit = [1, 0, 0, 0, 1];

    private InitialHandshake? _handshake;
    private HandshakeResponse? _login;
    private byte _sequence;

    public ReadOnlyMemory<byte> Opening => default;

    public string WaitingFor => _login is null ? "greeting" : "response to the login";

    public Step Next(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> packet = received.Span;
        if (packet.Length < HeaderBytes)
        {
            return Step.Read;
        }

        int length = packet[0] | (packet[1] << 8) | (packet[2] << 16);
        bool isForeign = _login is null && packet.Length > HeaderBytes && packet[HeaderBytes] is not (InitialHandshake.Protocol9 or InitialHandshake.Protocol10 or Error);
        if (length is 0 or > MaxPayloadBytes || packet[3] != _sequence || isForeign)
        {
            return Step.Unexpected(MySqlProtocol.Name);
        }

        if (_sequence >= MaxPackets)
        {
            return Step.Invalid($"a login of more than {MaxPackets} packets");
        }

        if (packet.Length < HeaderBytes + length)
        {
            return Step.Read;
        }

        Step step = _login is null ? EvaluateHandshake(packet.Slice(HeaderBytes, length)) : EvaluateResponse(_login, packet.Slice(HeaderBytes, length));
        if (step.Kind == StepKind.Send)
        {
            received.Consume(HeaderBytes + length);
        }

        return step;
    }

    private Step EvaluateHandshake(ReadOnlySpan<byte> payload)
    {
        if (payload is [Error, _, _, ..])
        {
            return Step.Complete(DescribeError(payload));
        }

        _handshake = InitialHandshake.Parse(payload);
        if (_handshake is null)
        {
            return Step.Unexpected(MySqlProtocol.Name);
        }

        _login = new HandshakeResponse(_handshake.AuthenticationPlugin);
        return SendPacket(_login.CreateFirst());
    }

    private Step EvaluateResponse(HandshakeResponse login, ReadOnlySpan<byte> payload) => payload switch
    {
        [Ok, ..] => Step.Complete(Outcome.Healthy(_handshake!.Product), Quit),
        [Error, _, _, ..] => Step.Complete(DeniesThisLogin(ReadCode(payload)) ? Outcome.Healthy(_handshake!.Product) : DescribeError(payload)),
        _ => SendPacket(login.CreateNext(payload)),
    };

    private Step SendPacket(ReadOnlySpan<byte> payload)
    {
        byte[] packet = [checked((byte)payload.Length), 0, 0, (byte)(_sequence + 1), .. payload];
        _sequence += 2;
        return Step.Send(packet);
    }

    // All errors of a server that lets others in. Whatever is not listed here, such as too many connections or a lack of memory, is what
    // everybody receives.
    private static bool DeniesThisLogin(int code) => code switch
    {
        // Access denied: to the database, to the user, without a password; a locked account; an expired password.
        1044 or 1045 or 1698 or 3118 or 4151 or 3955 or 1862 => true,

        // Unknown database.
        1049 => true,

        // An authentication method that this login does not have, or that the server has not loaded for the account.
        1251 or 1275 or 1524 => true,

        // TLS is required.
        3159 => true,
        _ => false,
    };

    private static Outcome DescribeError(ReadOnlySpan<byte> packet)
    {
        const int HostNotAllowed = 1130;
        ReadOnlySpan<byte> text = packet[3..];
        text = text is [(byte)'#', _, _, _, _, _, ..] ? text[6..] : text;
        int code = ReadCode(packet);
        return Outcome.Unhealthy(code == HostNotAllowed ? Reason.Denied : Reason.NotReady, $"error {code}: {Quoted.Of(Encoding.UTF8.GetString(text))}");
    }

    private static int ReadCode(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16LittleEndian(packet[1..]);
}
