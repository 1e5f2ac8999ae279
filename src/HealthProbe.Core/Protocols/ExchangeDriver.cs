using System.Text;

namespace HealthProbe.Protocols;

/// <summary>Advances one exchange over the bytes of one connection and applies the rules that all protocols share. It does no I/O: <see cref="ExchangeRunner"/> does.</summary>
internal sealed class ExchangeDriver(IExchange exchange)
{
    private const int MaxShownBytes = 60;

    /// <summary>Where the caller puts what it receives.</summary>
    public ReceiveBuffer Received { get; } = new();

    /// <summary>The next step: never <see cref="StepKind.Read"/> after the end of the stream or beyond a limit, so every dialogue ends.</summary>
    public Step Advance()
    {
        Step step = exchange.Next(Received);
        return step.Kind switch
        {
            StepKind.Complete => step,
            _ when Received.Error is string error => Step.Invalid(error),
            StepKind.Read when Received.IsEnded => Step.Complete(Closed("closed")),
            StepKind.StartTls when Received.Length > 0 => Step.Invalid("the server sent data before the TLS handshake"),
            _ => step,
        };
    }

    /// <summary>The outcome of a connection that broke before the response was complete.</summary>
    public Outcome Reset() => Closed("reset");

    private Outcome Closed(string how)
    {
        string received = Received.Length == 0 ? "" : $": received {Quoted.Of(Encoding.Latin1.GetString(Received.Span[..Math.Min(Received.Length, MaxShownBytes)]))}";
        return Outcome.Unhealthy(Reason.Closed, Received.TotalBytes == 0
            ? $"connection {how} without a response"
            : $"connection {how} before the response was complete{received}");
    }
}
