namespace HealthProbe.Listening;

/// <summary>
/// A timer of the system's clock with a thread of its own, which sleeps until the time has come. Other timers need a thread of the pool,
/// and a pool
/// whose threads are all blocked is the very thing that a missing heartbeat tells of.
/// </summary>
internal sealed class HeartbeatWatch(Action callback) : ITimer
{
    private const int StackSize = 256 * 1024;

    private readonly object _gate = new();
    private TimeSpan _wait = Timeout.InfiniteTimeSpan;
    private long _since;
    private Thread? _thread;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            (_wait, _since) = (dueTime, TimeProvider.System.GetTimestamp());
            if (_thread is null && dueTime != Timeout.InfiniteTimeSpan)
            {
                _thread = new Thread(Run, StackSize) { IsBackground = true, Name = nameof(HeartbeatWatch) };
                _thread.Start();
            }

            Monitor.Pulse(_gate);
            return !_isDisposed;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.Pulse(_gate);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        while (HasCome())
        {
            callback();
        }
    }

    private bool HasCome()
    {
        lock (_gate)
        {
            while (!_isDisposed)
            {
                TimeSpan left = _wait == Timeout.InfiniteTimeSpan ? _wait : _wait - TimeProvider.System.GetElapsedTime(_since);
                if (_wait != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
                {
                    _wait = Timeout.InfiniteTimeSpan;
                    return true;
                }

                _ = Monitor.Wait(_gate, left == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Ceiling(left.TotalMilliseconds));
            }

            return false;
        }
    }
}
