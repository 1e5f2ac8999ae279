using System.Buffers.Binary;
using System.Text;

namespace HealthProbe.Protocols.Postgres;

/// <summary>
/// Begins a session (protocol 3.0, section "Start-up") with the user and the database of the target, so that the server's log stays clean.
/// No password is sent.
/// </summary>
/// <param name="url">The target.</param>
internal sealed class PostgresExchange(PostgresUrl url) : IExchange
{
    private const int HeaderBytes = 5;
    private const int MaxBodyBytes = 32768;
    private const int Version3 = 3 << 16;

    // The code 80877103, which is no version.
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private static readonly byte[] Terminate = [(byte)'X', 0, 0, 0, 4];

    private Stage _stage = url.UsesTls ? Stage.SslRequest : Stage.Startup;
    private bool _isAuthenticated;
    private string _version = "";

    private enum Stage
    {
        SslRequest,
        Handshake,
        Startup,
    }

    public ReadOnlyMemory<byte> Opening => url.UsesTls ? SslRequest : CreateStartup();

    public string WaitingFor => _stage == Stage.SslRequest ? "response to SSLRequest" : "response to the startup message";

    public Step Next(ReceiveBuffer received)
    {
        switch (_stage)
        {
            case Stage.SslRequest:
                return EvaluateSslResponse(received);
            case Stage.Handshake:
                _stage = Stage.Startup;
                return Step.Send(CreateStartup());
            default:
                return EvaluateMessages(received);
        }
    }

    private Step EvaluateSslResponse(ReceiveBuffer received)
    {
        switch (received.Span)
        {
            case []:
                return Step.Read;
            case [(byte)'S', ..]:
                received.Consume(1);
                _stage = Stage.Handshake;
                return Step.StartTls;
            case [(byte)'N']:
                return Step.Complete(Outcome.Unhealthy(Reason.Tls, "the server does not offer TLS; set ssl there, or use sslmode=disable"));
            case [(byte)'E', ..]:
                return EvaluateMessages(received);
            default:
                return Step.Unexpected(PostgresProtocol.Name);
        }
    }

    private Step EvaluateMessages(ReceiveBuffer received)
    {
        while (received.Span is [byte type, ..] message)
        {
            if (!(_isAuthenticated ? "ESKNZ" : "ERvN").Contains((char)type, StringComparison.Ordinal))
            {
                return Step.Unexpected(PostgresProtocol.Name);
            }

            if (message.Length < HeaderBytes)
            {
                return Step.Read;
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(message[1..]) - 4;
            if (length > MaxBodyBytes)
            {
                return type == 'E' ? ServerError.EvaluateText(received) : Step.Unexpected(PostgresProtocol.Name);
            }

            if (message.Length < HeaderBytes + (int)length)
            {
                return Step.Read;
            }

            Step step = Evaluate((char)type, message.Slice(HeaderBytes, (int)length));
            if (step.Kind != StepKind.Read)
            {
                return step;
            }

            received.Consume(HeaderBytes + (int)length);
        }

        return Step.Read;
    }

    private Step Evaluate(char type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case 'E':
                return ServerError.Parse(body)?.Evaluate(url.GivenUser) is Outcome outcome ? Step.Complete(outcome) : Step.Unexpected(PostgresProtocol.Name);

            case 'R' when body.Length < 4:
                return Step.Unexpected(PostgresProtocol.Name);

            // Terminate would be taken for the wrong password here; a connection that ends is no line in the log.
            case 'R' when BinaryPrimitives.ReadInt32BigEndian(body) != 0:
                return Step.Complete(Outcome.Healthy("server is up; it requires a password"));

            case 'R':
                _isAuthenticated = true;
                return Step.Read;

            case 'S' when Encoding.UTF8.GetString(body).Split('\0') is ["server_version", string value, ..]:
                _version = $" {Quoted.Of(value).Trim('"')}";
                return Step.Read;

            case 'Z':
                return Step.Complete(Outcome.Healthy(PostgresProtocol.Name + _version), Terminate);

            default:
                return Step.Read;
        }
    }

    private byte[] CreateStartup()
    {
        byte[] parameters = Encoding.UTF8.GetBytes($"user\0{url.User}\0database\0{url.Database}\0\0");
        byte[] message = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), Version3);
        parameters.CopyTo(message, 8);
        return message;
    }
}
