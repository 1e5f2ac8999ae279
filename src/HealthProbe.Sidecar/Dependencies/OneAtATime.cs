namespace HealthProbe.Sidecar.Dependencies;

/// <summary>A probe that is never asked twice at once: whoever asks while an attempt is left behind waits for that one to end, as long as the timeout lets it.</summary>
internal sealed class OneAtATime(IProbe probe) : IProbe
{
    private Task<Outcome> _latest = Task.FromResult<Outcome>(default);

    public async ValueTask<Outcome> CheckAsync(CancellationToken cancellationToken)
    {
        await EndedAsync(_latest, cancellationToken).ConfigureAwait(false);
        if (!_latest.IsCompleted || cancellationToken.IsCancellationRequested)
        {
            return Outcome.Unhealthy(Reason.Timeout, "the attempt before has not ended");
        }

        // The field is the next attempt's when this one is left behind.
        Task<Outcome> attempt = _latest = AskAsync(cancellationToken);
        await EndedAsync(attempt, CancellationToken.None).ConfigureAwait(false);

        // A probe throws only by a mistake of its own. That is no answer, and must not end the asking.
        bool isMistaken = attempt.IsFaulted || (attempt.IsCanceled && !cancellationToken.IsCancellationRequested);
        return isMistaken ? Outcome.Unhealthy(Reason.Error, "the probe itself failed") : await attempt.ConfigureAwait(false);
    }

    private static async Task EndedAsync(Task attempt, CancellationToken cancellationToken)
    {
        if (!attempt.IsCompleted)
        {
            await attempt.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Outcome> AskAsync(CancellationToken cancellationToken) => await probe.CheckAsync(cancellationToken).ConfigureAwait(false);
}
