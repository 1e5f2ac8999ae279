using System.Buffers.Binary;
using System.Text;
using HealthProbe.Network;
using HealthProbe.Postgres;

namespace HealthProbe.Probes;

/// <summary>
/// Healthy when a PostgreSQL server takes a connection, or would with the right password (protocol 3.0, section "Start-up"). The user and the database that the target
/// names are named to it, so that its log stays clean; a password is never sent.
/// </summary>
/// <param name="target">A <c>postgres://</c> or <c>postgresql://</c> target.</param>
/// <param name="options">How TLS is verified, where <c>sslmode</c> asks for it.</param>
public sealed class PostgresProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const string Protocol = "PostgreSQL";
    private const int HeadSize = 5;
    private const int LongestMessage = 32768;
    private const int MostMessages = 200;
    private const int Version3 = 3 << 16;

    // The code 80877103, which is no version.
    private static readonly byte[] TlsRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private static readonly byte[] Terminate = [(byte)'X', 0, 0, 0, 4];

    private readonly PostgresUrl _url = new(target);

    private protected override async ValueTask<Outcome?> AskForTlsAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(TlsRequest, cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);
        byte[] answer = new byte[1];
        await reader.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        return (char)answer[0] switch
        {
            // Whatever came with the answer was not said by the one whose certificate will be verified.
            'S' when reader.Buffered.Length == 0 => null,
            'N' when reader.Buffered.Length == 0 => Outcome.Unhealthy(Reason.Tls, "the server does not offer TLS: turn its ssl on, or write sslmode=disable"),
            'E' => await ServerError.ReadOldAsync(reader, answer, cancellationToken).ConfigureAwait(false),
            _ => throw reader.Unlike(Protocol, answer),
        };
    }

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Startup(), cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);
        string version = "";
        byte[] head = new byte[HeadSize];
        bool isLetIn = false;
        for (int i = 0; i < MostMessages; i++)
        {
            await reader.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1)) - 4;
            if (head[0] == 'E' && length > LongestMessage)
            {
                return await ServerError.ReadOldAsync(reader, head, cancellationToken).ConfigureAwait(false);
            }

            if (!(isLetIn ? "ESKNZ" : "ERvN").Contains((char)head[0], StringComparison.Ordinal) || length > LongestMessage)
            {
                throw reader.Unlike(Protocol, head);
            }

            byte[] body = new byte[length];
            await reader.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            switch ((char)head[0])
            {
                case 'E':
                    return ServerError.Read(body)?.Judge(_url.GivenUser) ?? throw reader.Unlike(Protocol, head);

                case 'R' when body.Length < 4:
                    throw reader.Unlike(Protocol, head);

                // Terminate would be taken for the wrong password here; a connection that ends is no line in the log.
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(body) != 0:
                    return Outcome.Healthy("it asks for a password");

                case 'R':
                    isLetIn = true;
                    break;

                case 'S' when Encoding.UTF8.GetString(body).Split('\0') is ["server_version", string value, ..]:
                    version = $" {Quoted.Of(value).Trim('"')}";
                    break;

                case 'Z':
                    await SayLastAsync(stream, Terminate, cancellationToken).ConfigureAwait(false);
                    return Outcome.Healthy(Protocol + version);
            }
        }

        throw new ProtocolException($"more than {MostMessages} messages, and none that ends the start");
    }

    private byte[] Startup()
    {
        byte[] parameters = Encoding.UTF8.GetBytes($"user\0{_url.User}\0database\0{_url.Database}\0\0");
        byte[] message = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), Version3);
        parameters.CopyTo(message, 8);
        return message;
    }
}
