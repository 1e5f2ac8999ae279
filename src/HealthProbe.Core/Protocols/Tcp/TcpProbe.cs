using HealthProbe.Probes;
using HealthProbe.Transport;

namespace HealthProbe.Protocols.Tcp;

/// <summary>Healthy when a TCP connection is accepted. The connection is closed at once, cleanly, and nothing is sent.</summary>
/// <param name="target">A <c>tcp://</c> target.</param>
/// <param name="options">Internal use; the defaults when null.</param>
public sealed class TcpProbe(Target target, ProbeOptions? options = null) : NetworkProbe(options ?? new ProbeOptions())
{
    private protected override async ValueTask<Outcome> AskAsync(NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        (Stream? stream, ConnectError? error) = await transport.ConnectAsync(target.Host, target.Port, attempt, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return error!.ToOutcome();
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        return Outcome.Healthy();
    }
}
