namespace HealthProbe;

/// <summary>
/// Decides what a wait does next and sums it up, from its options and the outcomes with their times. The class reads no clock: the caller
/// passes the time
/// since the wait began.
/// </summary>
internal sealed class WaitHistory(WaitOptions options)
{
    // The last attempt starts this long before the limit: late enough to see what changes, and with time for a response.
    private static readonly TimeSpan LastAttemptLead = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(1);

    private readonly TimeSpan _limit = options.Limit is TimeSpan limit && limit != Timeout.InfiniteTimeSpan ? limit : TimeSpan.MaxValue;
    private readonly List<Phase> _phases = [];
    private readonly HashSet<string> _summaries = [];
    private Outcome _last;
    private TimeSpan _lastEnd;
    private TimeSpan _phaseStart;
    private TimeSpan _pause = options.Interval;
    private TimeSpan _nextPause = options.Interval;
    private int _attempts;
    private int _successes;

    private Outcome Verdict => _last.IsHealthy && _successes < options.Successes
        ? Outcome.Unhealthy(Reason.NotReady, $"healthy {_successes} times in a row, not {options.Successes}")
        : _last;

    private bool IsDecided => _successes >= options.Successes || (options.Limit is null && !_last.IsHealthy);

    /// <summary>The next step: an attempt with its timeout, a pause, or the end.</summary>
    public WaitStep Next(TimeSpan now)
    {
        if (_attempts > 0 && (IsDecided || now >= _limit))
        {
            return WaitStep.End;
        }

        // An attempt that would start after the limit is made before it, as the last one. It alone may follow another one sooner than the
        // interval.
        TimeSpan due = _attempts == 0 ? TimeSpan.Zero : _lastEnd + _pause;
        due = due < _limit ? due : _lastEnd < _limit - LastAttemptLead ? _limit - LastAttemptLead : _limit;
        // On a busy machine the limit may have passed before the first attempt, which is made all the same.
        TimeSpan remaining = _limit - now > ShortestAttempt ? _limit - now : ShortestAttempt;
        return now < due ? WaitStep.Pause(due - now) : WaitStep.Attempt(Min(options.Timeout, remaining), isCut: remaining < options.Timeout);
    }

    /// <summary>Adds the outcome of the attempt that <see cref="Next"/> asked for.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="isCut">Whether the attempt had less time than the timeout.</param>
    /// <param name="now">The time at the end of the attempt.</param>
    public WaitProgress Add(Outcome outcome, bool isCut, TimeSpan now)
    {
        // An attempt that was cut short and got no response reports less than the one before.
        bool saysLess = isCut && outcome.Reason == Reason.Timeout && _attempts > 0 && !_last.IsHealthy;
        outcome = saysLess ? _last with { Elapsed = outcome.Elapsed } : outcome;
        bool isChange = _attempts == 0 || outcome.Summary != _last.Summary;
        if (isChange && _attempts > 0)
        {
            EndPhase(now);
        }

        _pause = _nextPause;
        _nextPause = options.Backoff && !outcome.IsHealthy ? Min(_pause * 2, options.MaxInterval) : options.Interval;
        _last = outcome;
        _lastEnd = now;
        _attempts++;
        _successes = outcome.IsHealthy ? _successes + 1 : 0;
        return new WaitProgress(outcome, now, _successes, isChange, IsRepeated: !_summaries.Add(outcome.Summary) && isChange);
    }

    /// <summary>Sums the wait up at its end.</summary>
    public WaitResult End(TimeSpan now) => End(Verdict, now);

    /// <summary>Sums up a wait that was interrupted before its end.</summary>
    public WaitResult Interrupt(TimeSpan now) =>
        End(Outcome.Unhealthy(Verdict.Reason, _attempts == 0 ? "interrupted before the first outcome" : $"interrupted; {Verdict.Detail}"), now);

    private WaitResult End(Outcome outcome, TimeSpan now)
    {
        EndPhase(now);
        return new WaitResult(outcome, now, _attempts, _phases);
    }

    // A phase lasts from the attempt that showed a change to the next one. A wait for one success ends with it, so its healthy phase has no
    // length.
    private void EndPhase(TimeSpan now)
    {
        if (_attempts > 0 && (!_last.IsHealthy || (options.Successes > 1 && now > _phaseStart)))
        {
            _phases.Add(new Phase(_last.Summary, now - _phaseStart));
        }

        _phaseStart = now;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
