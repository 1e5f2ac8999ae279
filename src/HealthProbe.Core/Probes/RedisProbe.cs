using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when PING is answered by PONG, or by the wish for a password (Redis serialization protocol); a password is never sent, and the number of a database has no meaning.</summary>
/// <param name="target">A <c>redis://</c> or <c>rediss://</c> target.</param>
/// <param name="options">How TLS is verified.</param>
public sealed class RedisProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const string Protocol = "Redis";
    private const int LongestLine = 8192;

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);

        // Two bytes tell a server inside TLS, which sends no line.
        byte[] beginning = new byte[2];
        await reader.ReadExactlyAsync(beginning, cancellationToken).ConfigureAwait(false);
        if (beginning[0] is not ((byte)'+' or (byte)'-'))
        {
            throw reader.Unlike(Protocol, beginning);
        }

        ReadOnlyMemory<byte> rest = await reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
        string line = Encoding.UTF8.GetString([.. beginning, .. rest.Span]);
        string word = line.Split(' ')[0];
        bool isError = line[0] == '-' && word.Length > 1 && !word.AsSpan(1).ContainsAnyExceptInRange('A', 'Z');
        return line == "+PONG" ? Outcome.Healthy("PONG")
            : isError ? Judge(word[1..], line[1..])
            : throw reader.Unlike(Protocol, Encoding.UTF8.GetBytes(line));
    }

    private static Outcome Judge(string word, string error) => word switch
    {
        "NOAUTH" or "WRONGPASS" or "NOPERM" => Outcome.Healthy($"it serves, though not us: {Quoted.Of(error)}"),
        "DENIED" => Outcome.Unhealthy(Reason.Denied, "protected mode: the server answers only its own machine until it has a password: set requirepass there, or protected-mode no"),
        _ => Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(error)}"),
    };
}
