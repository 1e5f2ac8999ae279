using System.Net.Sockets;
using HealthProbe.Network;
using HealthProbe.Transport;

namespace HealthProbe.Probes;

/// <summary>A probe that connects, with the transport that its options name.</summary>
public abstract class NetworkProbe : IProbe
{
    private protected NetworkProbe(ProbeOptions options) => Options = options;

    private protected ProbeOptions Options { get; }

    /// <summary>Connects and asks. What it throws for a peer that is gone or talking nonsense becomes an outcome.</summary>
    private protected abstract ValueTask<Outcome> AskAsync(NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken);

#pragma warning disable CA1033 // Every derived class is in this assembly.
    bool IProbe.NeverBlocks => true;
#pragma warning restore CA1033

    /// <summary>Probes once.</summary>
    public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        attempt.WaitFor(static () => "no answer");
        try
        {
            return await AskAsync(Options.Transport, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException e)
        {
            return Outcome.Unhealthy(Reason.Protocol, e.Message);
        }
        catch (EndOfStreamException)
        {
            return Outcome.Unhealthy(Reason.Closed, "connection closed before the answer was complete");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return TlsAlert.Describe(e) is string alert
                ? Outcome.Unhealthy(Reason.Tls, alert)
                : Outcome.Unhealthy(Reason.Closed, "connection reset before the answer was complete");
        }
    }
}
