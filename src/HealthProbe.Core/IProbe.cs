namespace HealthProbe;

/// <summary>One question to one target, asked once. A target that is down is an answer, never an exception.</summary>
public interface IProbe
{
    /// <summary>Asks once.</summary>
    /// <param name="cancellationToken">
    /// Ends the attempt. A probe that is cut short may answer <see cref="Reason.Timeout"/> and say what it was waiting for; <see cref="Prober"/> decides
    /// whether that was the timeout or the caller.
    /// </param>
    /// <returns>The outcome, without its elapsed time: <see cref="Prober"/> measures that.</returns>
    ValueTask<Outcome> CheckAsync(CancellationToken cancellationToken);
}
