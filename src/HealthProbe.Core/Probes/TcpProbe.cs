using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when a TCP connection is accepted. The connection is closed at once, cleanly, and nothing is sent.</summary>
/// <param name="target">A <c>tcp://</c> target.</param>
public sealed class TcpProbe(Target target) : NetworkProbe
{
    private protected override async ValueTask<Outcome> AskAsync(Dialer dialer, CancellationToken cancellationToken)
    {
        (Stream? stream, Outcome failure) = await dialer.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return failure;
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        return Outcome.Healthy();
    }
}
