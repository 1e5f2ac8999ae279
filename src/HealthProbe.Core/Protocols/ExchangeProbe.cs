using HealthProbe.Probes;
using HealthProbe.Transport;

namespace HealthProbe.Protocols;

/// <summary>A probe that runs one exchange over a new connection for each attempt.</summary>
/// <param name="destination">Where it connects.</param>
/// <param name="options">How TLS is verified.</param>
/// <param name="createExchange">Makes the exchange of an attempt.</param>
internal sealed class ExchangeProbe(Destination destination, ProbeOptions options, Func<IExchange> createExchange) : NetworkProbe(options)
{
    /// <summary>A probe that connects to a check's target.</summary>
    public ExchangeProbe(Check check, Func<IExchange> createExchange)
        : this(Destination.FromCheck(check), check.Options, createExchange)
    {
    }

    private protected override ValueTask<Outcome> AskAsync(NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken) =>
        new ExchangeRunner(transport, Options.Tls, attempt).RunAsync(destination, createExchange(), cancellationToken);
}
