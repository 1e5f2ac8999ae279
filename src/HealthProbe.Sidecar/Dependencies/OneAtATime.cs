namespace HealthProbe.Sidecar.Dependencies;

/// <summary>
/// A probe that is never asked twice at once: whoever asks while an attempt is left behind waits for that one to end, as long as the
/// timeout lets it.
/// </summary>
internal sealed class OneAtATime(IProbe probe) : IProbe
{
    private Task<Outcome> _latest = Task.FromResult<Outcome>(default);

    bool IProbe.NeverBlocks => true;

    public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        attempt.WaitFor(static () => "the attempt before has not ended");
        await EndedAsync(_latest, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // The field is the next attempt's when this one is left behind.
        Task<Outcome> asked = _latest = AskAsync(attempt, cancellationToken);
        await EndedAsync(asked, CancellationToken.None).ConfigureAwait(false);

        // A probe throws only by a mistake of its own. That is no answer, and must not end the asking.
        bool isMistaken = asked.IsFaulted || (asked.IsCanceled && !cancellationToken.IsCancellationRequested);
        return isMistaken ? Outcome.Unhealthy(Reason.Error, "the probe itself failed") : await asked.ConfigureAwait(false);
    }

    private static async Task EndedAsync(Task attempt, CancellationToken cancellationToken)
    {
        if (!attempt.IsCompleted)
        {
            await attempt.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Outcome> AskAsync(Attempt attempt, CancellationToken cancellationToken) =>
        await probe.CheckAsync(attempt, cancellationToken).ConfigureAwait(false);
}
