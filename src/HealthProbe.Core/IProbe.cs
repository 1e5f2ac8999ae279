namespace HealthProbe;

/// <summary>One question to one target, asked once. A target that is down is an answer, never an exception.</summary>
public interface IProbe
{
    /// <summary>Probes once.</summary>
    /// <param name="attempt">The clock, and where the probe publishes what it waits for: a timeout reports that.</param>
    /// <param name="cancellationToken">Ends the attempt, because the timeout is over or the caller has canceled.</param>
    /// <returns>The outcome, without its elapsed time: <see cref="Prober"/> measures that.</returns>
    ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the probe never blocks its caller. <see cref="Prober"/> calls any other one on a thread that it can leave behind.
    /// </summary>
    internal bool NeverBlocks => false;
}
