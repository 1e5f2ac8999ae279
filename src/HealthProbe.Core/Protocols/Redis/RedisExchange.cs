using System.Text;

namespace HealthProbe.Protocols.Redis;

/// <summary>Sends PING (Redis serialization protocol). No password is sent, and the number of a database has no meaning.</summary>
internal sealed class RedisExchange : IExchange
{
    private const int MaxLineBytes = 8192;

    public ReadOnlyMemory<byte> Opening { get; } = "*1\r\n$4\r\nPING\r\n"u8.ToArray();

    public string WaitingFor => "response to PING";

    public Step Next(ReceiveBuffer received) => received.Span is [not ((byte)'+' or (byte)'-'), ..] ? Step.Unexpected(RedisProtocol.Name)
        : received.TryReadLine(MaxLineBytes, out ReadOnlySpan<byte> line) ? Evaluate(line)
        : Step.Read;

    private static Step Evaluate(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line);
        string word = text.Split(' ')[0];
        bool isError = text[0] == '-' && word.Length > 1 && !word.AsSpan(1).ContainsAnyExceptInRange('A', 'Z');
        return text == "+PONG" ? Step.Complete(Outcome.Healthy("PONG"))
            : isError ? Step.Complete(EvaluateError(word[1..], text[1..]))
            : Step.Unexpected(RedisProtocol.Name, line);
    }

    // Every other error, such as LOADING, MASTERDOWN, BUSY or MISCONF, is what all clients receive.
    private static Outcome EvaluateError(string word, string error) => word switch
    {
        "NOAUTH" or "WRONGPASS" or "NOPERM" => Outcome.Healthy($"server is up; access denied: {Quoted.Of(error)}"),
        "DENIED" => Outcome.Unhealthy(Reason.Denied, "protected mode: the server accepts only loopback clients until it has a password; set requirepass or protected-mode no there"),
        _ => Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(error)}"),
    };
}
