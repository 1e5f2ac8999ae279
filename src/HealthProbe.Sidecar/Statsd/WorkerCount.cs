using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>The number of workers, as gauges say it. Written by one receiver, read by anybody.</summary>
/// <remarks>
/// Of several senders the last one wins. A sum is known once each of its gauges was heard: a part of it would be too low a number. It changes when each was heard
/// again, or after <see cref="LongestRound"/>: a sender that writes busy and idle workers one after the other never lets the workers that changed sides vanish in between.
/// </remarks>
internal sealed class WorkerCount : IDisposable
{
    /// <summary>For how long the gauges of a sum are waited for once the first of them was heard again.</summary>
    public static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(1);

    // Behind any prefix, so it is gunicorn.workers too, and the tgunicorn.workers that Gunicorn makes of a prefix of one character.
    private const string AnyWorkers = "workers";

    private readonly Lock _gate = new();
    private readonly Lock _announcing = new();
    private readonly GaugeSigns _signs;
    private readonly TimeSpan? _timeToLive;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly WorkerGauge[] _gauges;
    private readonly HashSet<WorkerGauge> _heardThisRound = [];

    private double? _sum;
    private long _roundBegan;
    private long? _wakesAt;
    private double? _announced;

    public WorkerCount(SidecarSettings settings, TimeProvider time)
    {
        _signs = settings.StatsdGaugeSigns;
        _timeToLive = settings.WorkerTtl;
        _time = time;

        // The longest name first: where one is the end of another, each line belongs to the one that says more.
        IEnumerable<string> names = settings.WorkerGauges.Count > 0 ? settings.WorkerGauges : [AnyWorkers];
        _gauges = [.. names.Distinct().OrderByDescending(name => name.Length).Select(name => new WorkerGauge(name))];
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised with the old and the new <see cref="Current"/> when it has changed, one call after another, from the thread that receives or from a timer. A handler does not throw and is quick: datagrams wait for it.</summary>
    public event Action<double?, double?>? Changed;

    /// <summary>What was counted on the way.</summary>
    public StatsdCounters Counters { get; } = new();

    /// <summary>The number, which may be negative or a fraction; null when none was ever heard, or one of its gauges is older than the time to live.</summary>
    public double? Current
    {
        get
        {
            lock (_gate)
            {
                return NumberAt(_time.GetTimestamp());
            }
        }
    }

    /// <summary>Takes one datagram: each line of it that can be read, in order.</summary>
    public void Apply(ReadOnlySpan<byte> packet)
    {
        int samples = 0;
        bool isNews = false;
        for (int end = 0; end >= 0; packet = packet[(end + 1)..])
        {
            end = packet.IndexOf((byte)'\n');
            StatsdLine line = StatsdLine.Read(end < 0 ? packet : packet[..end], _signs);
            switch (line.Kind)
            {
                case LineKind.Error:
                    Counters.Count(line.Error);
                    break;
                case LineKind.Gauge:
                    samples++;
                    isNews |= Take(line);
                    break;
                case LineKind.Sample:
                    samples++;
                    break;
            }
        }

        Counters.CountPacket(samples);
        if (isNews)
        {
            Announce();
        }
    }

    public void Dispose() => _timer.Dispose();

    private bool Take(StatsdLine line)
    {
        foreach (WorkerGauge gauge in _gauges)
        {
            if (gauge.Has(line.Name))
            {
                lock (_gate)
                {
                    Take(gauge, line, _time.GetTimestamp());
                }

                return true;
            }
        }

        return false;
    }

    private void Take(WorkerGauge gauge, StatsdLine line, long now)
    {
        // A gauge of that round never came: this one belongs to the next.
        if (IsRoundOver(now))
        {
            EndRound();
        }

        bool wasUnknown = NumberAt(now) is null;
        _roundBegan = _heardThisRound.Count == 0 ? now : _roundBegan;
        gauge.Take(line, now);
        _heardThisRound.Add(gauge);
        if (wasUnknown || _heardThisRound.Count == _gauges.Length)
        {
            EndRound();
        }

        WakeAtNextChange(now);
    }

    private bool IsRoundOver(long now) => _heardThisRound.Count > 0 && _time.GetElapsedTime(_roundBegan, now) >= LongestRound;

    private void EndRound()
    {
        _heardThisRound.Clear();
        _sum = Sum();
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

    private double? NumberAt(long now)
    {
        foreach (WorkerGauge gauge in _gauges)
        {
            if (_time.GetElapsedTime(gauge.HeardAt, now) >= _timeToLive)
            {
                return null;
            }
        }

        return IsRoundOver(now) ? Sum() : _sum;
    }

    private void Announce()
    {
        lock (_announcing)
        {
            double? old = _announced;
            _announced = Current;
            if (old != _announced)
            {
                Changed?.Invoke(old, _announced);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _wakesAt = null;
            WakeAtNextChange(_time.GetTimestamp());
        }

        Announce();
    }

    // A timer that is set for an earlier moment stays: it looks again then, and gauges that come often do not set one each time.
    private void WakeAtNextChange(long now)
    {
        TimeSpan? next = _heardThisRound.Count > 0 ? Left(LongestRound, _roundBegan, now) : null;
        foreach (WorkerGauge gauge in _gauges)
        {
            TimeSpan? left = gauge.Value is null ? null : Left(_timeToLive, gauge.HeardAt, now);
            next = next is null || left < next ? left : next;
        }

        if (next is TimeSpan wait && !(_wakesAt <= now + Ticks(wait)))
        {
            // The system's timers count whole milliseconds, and one that fires early would have to be set again.
            wait += TimeSpan.FromMilliseconds(1);
            _wakesAt = now + Ticks(wait);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan? Left(TimeSpan? whole, long began, long now) =>
        whole - _time.GetElapsedTime(began, now) is TimeSpan left && left > TimeSpan.Zero ? left : null;

    private long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * _time.TimestampFrequency);
}
