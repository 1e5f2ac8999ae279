using System.Text;

namespace HealthProbe.Protocols;

/// <summary>Advances one exchange over the bytes of one connection and applies the rules that all protocols share. It does no I/O: <see cref="ExchangeRunner"/> does.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="tlsScheme">The scheme over TLS of a protocol that is used without, for messages; null if there is none.</param>
internal sealed class ExchangeDriver(IExchange exchange, string? tlsScheme = null)
{
    /// <summary>Where the caller puts what it receives.</summary>
    public ReceiveBuffer Received { get; } = new();

    // A TLS server may close without a word, and waits without a word for a client that is to send first.
    private string TlsAdvice => tlsScheme is null ? "" : $" (if the port uses TLS, use {tlsScheme}://)";

    /// <summary>
    /// The next step: never <see cref="StepKind.Read"/> after the end of the stream or beyond a limit, so every dialogue ends.
    /// </summary>
    public Step Advance()
    {
        Step step = exchange.Next(Received);
        return step.Kind switch
        {
            StepKind.Complete => step,
            StepKind.Unexpected => DescribeUnexpected(step.Protocol!),
            _ when Received.Error is string error => Step.Invalid(error),
            StepKind.Read when Received.IsEnded => Step.Complete(Closed("closed")),
            StepKind.StartTls when Received.Length > 0 => Step.Invalid("the server sent data before the TLS handshake"),
            _ => step,
        };
    }

    /// <summary>What has not happened so far, for a timeout. Safe on any thread.</summary>
    public string DescribeMissing()
    {
        ReadOnlySpan<byte> beginning = Received.Beginning;
        string waitingFor = exchange.WaitingFor;

        // An exchange that has understood a part of the response says so itself.
        return !beginning.IsEmpty ? waitingFor.StartsWith("complete ", StringComparison.Ordinal) ? $"no {waitingFor}" : $"no complete {waitingFor}: received {Quote(beginning)}"
            : $"no {waitingFor}{(exchange.Opening.IsEmpty ? TlsAdvice : "")}";
    }

    /// <summary>The outcome of a connection that broke before the response was complete.</summary>
    public Outcome Reset() => Closed("reset");

    private Step DescribeUnexpected(string protocol) =>
        Received.Length == 0 && Received.IsEnded ? Step.Complete(Closed("closed"))
        : ForeignProtocol.TryDescribe(protocol, Received.Span, Received.IsEnded, tlsScheme) is string description ? Step.Invalid(description)
        : Step.Read;

    private Outcome Closed(string how) => Outcome.Unhealthy(Reason.Closed, Received.TotalBytes == 0
        ? $"connection {how} without a response{TlsAdvice}"
        : $"connection {how} before the response was complete{(Received.Length == 0 ? "" : $": received {Quote(Received.Span[..Math.Min(Received.Length, ForeignProtocol.MaxBytes)])}")}");

    private static string Quote(ReadOnlySpan<byte> bytes) => Quoted.Of(Encoding.Latin1.GetString(bytes));
}
