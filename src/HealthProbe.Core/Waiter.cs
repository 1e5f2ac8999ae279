namespace HealthProbe;

/// <summary>Probes until healthy. <see cref="WaitHistory"/> decides; this class runs the attempts and the pauses.</summary>
/// <param name="prober">Runs each attempt.</param>
/// <param name="timeProvider">The clock; the system's when null.</param>
public sealed class Waiter(Prober prober, TimeProvider? timeProvider = null)
{
    private readonly Prober _prober = prober ?? throw new ArgumentNullException(nameof(prober));
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Probes until the target has been healthy as often as wanted, or the limit is over.</summary>
    /// <param name="probe">What to probe. A name is looked up anew each time.</param>
    /// <param name="options">How long, and how often.</param>
    /// <param name="onAttempt">A callback that receives each outcome, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The result: an unhealthy one when the limit is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public Task<WaitResult> WaitAsync(
        IProbe probe, WaitOptions options, Action<WaitProgress>? onAttempt = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        return WaitAsync(probe, new WaitHistory(options), onAttempt, cancellationToken);
    }

    /// <summary>Runs a wait whose history the caller keeps, to sum it up when the wait is canceled.</summary>
    internal async Task<WaitResult> WaitAsync(IProbe probe, WaitHistory history, Action<WaitProgress>? onAttempt, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        while (history.Next(_time.GetElapsedTime(start)) is { Kind: not WaitStepKind.End } step)
        {
            if (step.Kind == WaitStepKind.Pause)
            {
                // Timers count whole milliseconds, and a rest that rounds to nothing would be a busy loop. Task.Delay completes a
                // cancellation on the
                // thread pool, and a poll loop does not wait for that.
                var pause = TimeSpan.FromMilliseconds(Math.Ceiling(step.Duration.TotalMilliseconds));
                await Task.Delay(pause, _time, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            Outcome outcome = await _prober.ProbeAsync(probe, step.Duration, step.IsCut, cancellationToken).ConfigureAwait(false);
            WaitProgress progress = history.Add(outcome, step.IsCut, _time.GetElapsedTime(start));
            onAttempt?.Invoke(progress);
        }

        return history.End(_time.GetElapsedTime(start));
    }
}
