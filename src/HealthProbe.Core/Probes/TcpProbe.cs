using System.Net;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when a TCP connection is accepted. The connection is closed at once, cleanly, and nothing is sent.</summary>
/// <param name="target">A <c>tcp://</c> target.</param>
public sealed class TcpProbe(Target target) : NetworkProbe
{
    /// <summary>Asks on the calling thread. The default health check of a container goes this way, so it takes the shortest: no stream, and nothing asynchronous.</summary>
    /// <param name="timeout">The longest that it may take: the one that <see cref="Prober"/> owns.</param>
    /// <param name="attempt">The clock that measures it, and what is waited for.</param>
    /// <returns>The outcome, without its elapsed time.</returns>
    public override Outcome Check(TimeSpan timeout, Attempt attempt)
    {
        if (NameLookup.WithoutAsking(target.Host) is not IPAddress[] addresses)
        {
            return base.Check(timeout, attempt);
        }

        var race = new LinuxRace(Dialer.EndPoints(addresses, target.Port), new Deadline(timeout, attempt.Time), Dialer.Stagger);
        if (race.Run() is not int descriptor)
        {
            return ConnectFailure.Describe(target.Host, race.Failures);
        }

        LinuxSocket.Close(descriptor);
        return Outcome.Healthy();
    }

    private protected override async ValueTask<Outcome> AskAsync(Dialer dialer, Attempt attempt, CancellationToken cancellationToken)
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
