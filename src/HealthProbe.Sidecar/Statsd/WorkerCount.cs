using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>The number of workers now: gives gauges to a <see cref="WorkerTally"/>, and has a timer for its next change.</summary>
internal sealed class WorkerCount : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _announcing = new();
    private readonly GaugeSigns _signs;
    private readonly WorkerTally _tally;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;

    private TimeSpan? _wakesAt;
    private double? _announced;

    public WorkerCount(SidecarSettings settings, TimeProvider time)
    {
        (_signs, _tally, _time, _start) = (settings.StatsdGaugeSigns, new WorkerTally(settings), time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised with the old and the new <see cref="Current"/>, one call at a time. A handler does not throw and is quick.</summary>
    public event Action<double?, double?>? Changed;

    /// <summary>Counters of packets, samples and errors.</summary>
    public StatsdCounters Counters { get; } = new();

    /// <summary>The number at this moment, and why it is unknown.</summary>
    public WorkerReading Reading
    {
        get
        {
            lock (_gate)
            {
                return _tally.Read(Now);
            }
        }
    }

    /// <summary>The number; null if it is unknown.</summary>
    public double? Current => Reading.Number;

    private TimeSpan Now => _time.GetElapsedTime(_start);

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
        lock (_gate)
        {
            TimeSpan now = Now;
            if (!_tally.Take(line, now))
            {
                return false;
            }

            WakeAtNextChange(now);
            return true;
        }
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
            TimeSpan now = Now;
            _tally.Read(now);
            WakeAtNextChange(now);
        }

        Announce();
    }

    // A timer that is set for an earlier moment stays, so that frequent gauges do not set it each time.
    private void WakeAtNextChange(TimeSpan now)
    {
        if (_tally.NextChange(now) is TimeSpan next && !(_wakesAt <= next))
        {
            // The system's timers count whole milliseconds; one that fires early would have to be set again.
            _wakesAt = next + TimeSpan.FromMilliseconds(1);
            _timer.Change(_wakesAt.Value - now, Timeout.InfiniteTimeSpan);
        }
    }
}
