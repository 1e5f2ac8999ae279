namespace HealthProbe;

/// <summary>Asks until healthy.</summary>
/// <param name="prober">Runs each attempt.</param>
/// <param name="timeProvider">The clock; the system's when null.</param>
public sealed class Waiter(Prober prober, TimeProvider? timeProvider = null)
{
    // The last attempt is made just before the limit, not a whole interval before it.
    private static readonly TimeSpan LastAttempt = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Asks until the target has been healthy as often as wanted, or the limit is over.</summary>
    /// <param name="probe">What to ask. A name is looked up anew each time.</param>
    /// <param name="options">How long, and how often.</param>
    /// <param name="onAttempt">Hears each answer with the time since the beginning; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result: an unhealthy one when the limit is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<WaitResult> WaitAsync(
        IProbe probe, WaitOptions options, Action<Outcome, TimeSpan>? onAttempt = null, CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        var story = new WaitStory();
        TimeSpan pause = options.Interval;
        int healthyInARow = 0;
        while (true)
        {
            // On a busy machine the limit may have passed since it was last looked at.
            TimeSpan timeout = Most(Least(options.Timeout, Remaining()), ShortestAttempt);
            Outcome outcome = await prober.ProbeAsync(probe, timeout, cancellationToken).ConfigureAwait(false);

            // An attempt that was cut short and got no answer says less than the one before it.
            bool isCut = timeout < options.Timeout && outcome.Reason == Reason.Timeout && story.Attempts > 0;
            story.Add(isCut ? story.Last : outcome, _time.GetElapsedTime(start));
            onAttempt?.Invoke(story.Last, _time.GetElapsedTime(start));
            healthyInARow = outcome.IsHealthy ? healthyInARow + 1 : 0;
            TimeSpan untilLast = Remaining() - LastAttempt;
            bool isOver = untilLast <= TimeSpan.Zero || (options.Limit is null && !outcome.IsHealthy);
            if (healthyInARow == options.Successes || isOver)
            {
                Outcome last = story.Last.IsHealthy && healthyInARow < options.Successes ? NotYet(healthyInARow, options.Successes) : story.Last;
                return story.End(last, _time.GetElapsedTime(start));
            }

            // Task.Delay completes a cancellation on the thread pool, and a poll loop does not wait for that.
            await Task.Delay(Least(pause, untilLast), _time, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            pause = options.Backoff && !outcome.IsHealthy ? Least(pause * 2, options.MaxInterval) : options.Interval;
        }

        TimeSpan Remaining() => options.Limit is TimeSpan limit ? limit - _time.GetElapsedTime(start) : TimeSpan.MaxValue;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Most(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static Outcome NotYet(int healthy, int wanted) =>
        Outcome.Unhealthy(Reason.NotReady, $"healthy {healthy} times in a row, not {wanted}");
}
