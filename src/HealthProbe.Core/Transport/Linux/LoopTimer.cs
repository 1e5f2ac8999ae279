namespace HealthProbe.Transport.Linux;

/// <summary>One timer of a <see cref="PollLoop"/>, which calls back on the loop's thread.</summary>
internal sealed class LoopTimer : ITimer
{
    private readonly PollLoop _loop;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly LinkedListNode<LoopTimer> _node;
    private TimeSpan _period;
    private bool _isDisposed;

    public LoopTimer(PollLoop loop, TimerCallback callback, object? state)
    {
        (_loop, _callback, _state) = (loop, callback, state);
        _node = new LinkedListNode<LoopTimer>(this);
    }

    /// <summary>When it calls back, in timestamps of the loop.</summary>
    public long Due { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _loop.Remove(_node);
        _period = period;
        if (!_isDisposed && dueTime >= TimeSpan.Zero)
        {
            Due = _loop.GetTimestamp() + (long)(dueTime.TotalSeconds * _loop.TimestampFrequency);
            _loop.Add(_node);
        }

        return !_isDisposed;
    }

    public void Fire()
    {
        Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
        _callback(_state);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _loop.Remove(_node);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
