using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>Derives the number of workers from gauges. The caller passes the time, so the result depends on the events alone.</summary>
/// <remarks>
/// Of several senders the last one wins. A sum is known once each of its gauges was received, because a part of it would be too low.
/// It changes when each was received again, or after <see cref="MaxRound"/>: a sender that writes busy and idle workers one after the other
/// does not make workers disappear in between.
/// </remarks>
internal sealed class WorkerTally
{
    /// <summary>The time from the first gauge of a round to the end of the round, if a gauge is missing.</summary>
    public static readonly TimeSpan MaxRound = TimeSpan.FromSeconds(1);

    // Matches behind any prefix: gunicorn.workers, and the tgunicorn.workers that Gunicorn makes of a prefix of one character.
    private const string AnyWorkers = "workers";

    private readonly TimeSpan? _timeToLive;
    private readonly TimeSpan _confirmation;
    private readonly int _minWorkers;
    private readonly WorkerGauge[] _gauges;
    private readonly HashSet<WorkerGauge> _receivedThisRound = [];

    private double? _number;
    private double? _drop;
    private TimeSpan _dropBegan;
    private TimeSpan _roundBegan;

    public WorkerTally(SidecarSettings settings)
    {
        (_timeToLive, _confirmation, _minWorkers) = (settings.WorkerTtl, settings.WorkerConfirm, settings.MinWorkers);

        // The longest name first: if one name ends with another, the line belongs to the longer one.
        IEnumerable<string> names = settings.WorkerGauges.Count > 0 ? settings.WorkerGauges : [AnyWorkers];
        _gauges = [.. names.Distinct().OrderByDescending(name => name.Length).Select(name => new WorkerGauge(name))];
    }

    /// <summary>Takes one sample.</summary>
    /// <returns>False if the line is not one of the gauges.</returns>
    public bool Take(StatsdLine line, TimeSpan now)
    {
        WorkerGauge? gauge = null;
        foreach (WorkerGauge each in _gauges)
        {
            gauge ??= each.Has(line.Name) ? each : null;
        }

        if (gauge is null)
        {
            return false;
        }

        // If a gauge of the last round is missing, this one belongs to the next round.
        bool wasUnknown = Read(now).Number is null;
        _roundBegan = _receivedThisRound.Count == 0 ? now : _roundBegan;
        gauge.Take(line, now);
        _receivedThisRound.Add(gauge);
        if (wasUnknown)
        {
            (_number, _drop) = (null, null);
        }

        if (wasUnknown || _receivedThisRound.Count == _gauges.Length)
        {
            EndRound(now);
        }

        return true;
    }

    /// <summary>Returns the number at a moment that is not earlier than the last event.</summary>
    public WorkerReading Read(TimeSpan now)
    {
        if (_receivedThisRound.Count > 0 && now - _roundBegan >= MaxRound)
        {
            EndRound(_roundBegan + MaxRound);
        }

        if (_drop is not null && now - _dropBegan >= _confirmation)
        {
            (_number, _drop) = (_drop, null);
        }

        TimeSpan age = TimeSpan.Zero;
        foreach (WorkerGauge gauge in _gauges)
        {
            age = gauge.Value is not null && now - gauge.ReceivedAt > age ? now - gauge.ReceivedAt : age;
        }

        return age >= _timeToLive ? new WorkerReading(null, age) : new WorkerReading(_number, null);
    }

    /// <summary>Returns the next moment at which the number may change without a sample; null if there is none.</summary>
    public TimeSpan? NextChange(TimeSpan now)
    {
        TimeSpan? next = _receivedThisRound.Count > 0 ? _roundBegan + MaxRound : null;
        if (_drop is not null)
        {
            next = Earlier(next, _dropBegan + _confirmation);
        }

        foreach (WorkerGauge gauge in _gauges)
        {
            if (gauge.Value is not null && gauge.ReceivedAt + _timeToLive is TimeSpan end && end > now)
            {
                next = Earlier(next, end);
            }
        }

        return next;
    }

    private static TimeSpan Earlier(TimeSpan? one, TimeSpan other) => one < other ? one.Value : other;

    private void EndRound(TimeSpan now)
    {
        _receivedThisRound.Clear();
        double? sum = Sum();

        // A recycled worker, or the first push of a server, is zero for a moment: a second sample below the minimum confirms it.
        if (_confirmation > TimeSpan.Zero && _drop is null && sum < _minWorkers && _number >= _minWorkers)
        {
            (_drop, _dropBegan) = (sum, now);
        }
        else
        {
            (_number, _drop) = (sum, null);
        }
    }

    private double? Sum()
    {
        double sum = 0;
        foreach (WorkerGauge gauge in _gauges)
        {
            if (gauge.Value is not double value)
            {
                return null;
            }

            sum = WorkerGauge.Sum(sum, value);
        }

        return sum;
    }
}
