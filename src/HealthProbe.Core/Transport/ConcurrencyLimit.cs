namespace HealthProbe.Transport;

/// <summary>
/// Lets so many run at a time. Those that wait continue on a timer of the clock: on a poll loop that is its thread, where a semaphore
/// would continue them on
/// another one.
/// </summary>
internal sealed class ConcurrencyLimit : IDisposable
{
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly ITimer _timer;
    private int _free;

    /// <param name="max">How many may run; at least one.</param>
    /// <param name="time">The clock.</param>
    public ConcurrencyLimit(int max, TimeProvider time)
    {
        _free = max;
        _timer = time.CreateTimer(_ => Admit(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until the caller may run. <see cref="Leave"/> ends it.</summary>
    /// <exception cref="OperationCanceledException">The token is canceled, and there is nothing to leave.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource admission;
        lock (_waiting)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            admission = new TaskCompletionSource();
            _waiting.Enqueue(admission);
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), admission);
        await admission.Task.ConfigureAwait(false);
    }

    public void Leave()
    {
        lock (_waiting)
        {
            _free++;
            if (_waiting.Count > 0)
            {
                _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Admit()
    {
        while (TryTake() is TaskCompletionSource admission)
        {
            if (!admission.TrySetResult())
            {
                Leave();
            }
        }
    }

    private TaskCompletionSource? TryTake()
    {
        lock (_waiting)
        {
            if (_free == 0 || !_waiting.TryDequeue(out TaskCompletionSource? admission))
            {
                return null;
            }

            _free--;
            return admission;
        }
    }
}
