namespace HealthProbe.Transport.Linux;

/// <summary>
/// Runs asynchronous code on one thread: descriptors and timers with one ppoll(2). Code that awaits continues on the thread that calls
/// <see cref="Run"/>,
/// because the runtime continues it inline where there is no synchronization context. That is the thread that creates the loop.
/// </summary>
internal sealed unsafe class PollLoop : TimeProvider, IDisposable
{
    // In the order of their due times. Most timers are due later than those before them, so that the place is near the end.
    private readonly LinkedList<LoopTimer> _timers = [];
    private readonly List<DescriptorWait> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private PollDescriptor[] _descriptors = new PollDescriptor[4];
    private DescriptorWait[] _waits = new DescriptorWait[4];
    private int _count;
    private BlockingWork? _blockingWork;

    /// <summary>
    /// Whether a timer is due. What never waits checks it, because the loop cannot turn meanwhile: a peer that always has more to send
    /// must not stop the clock.
    /// </summary>
    public bool HasDueTimer => _timers.First is { } first && first.Value.Due <= GetTimestamp();

    /// <summary>Turns the loop until the task is complete.</summary>
    /// <exception cref="InvalidOperationException">The task is incomplete, and nothing is left that the loop could wait for.</exception>
    public T Run<T>(Task<T> task)
    {
        Run((Task)task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Turns the loop until the task is complete.</summary>
    /// <exception cref="InvalidOperationException">The task is incomplete, and nothing is left that the loop could wait for.</exception>
    public void Run(Task task)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (!task.IsCompleted)
            {
                if (_timers.First is null && _count == 0)
                {
                    throw new InvalidOperationException("a task waits for something that is not of this loop");
                }

                FireTimers();
                if (!task.IsCompleted)
                {
                    Poll();
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Completes when the descriptor is ready, has an error, or its peer has closed; at the earliest in the next turn.</summary>
    /// <param name="descriptor">It stays open until then, or <see cref="Forget"/> is called before it is closed.</param>
    /// <param name="events"><see cref="LinuxSocket.Readable"/> or <see cref="LinuxSocket.Writable"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int descriptor, short events, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        ThrowIfOnAnotherThread();
        if (_count == _waits.Length)
        {
            Array.Resize(ref _descriptors, _count * 2);
            Array.Resize(ref _waits, _count * 2);
        }

        var wait = new DescriptorWait(this, _count);
        _descriptors[_count] = new PollDescriptor { Descriptor = descriptor, Events = events };
        _waits[_count++] = wait;
        wait.CancelWith(cancellationToken);
        return wait.Task;
    }

    /// <summary>
    /// Ends all waits for a descriptor that is about to be closed. They complete; the next call on the closed stream throws.
    /// </summary>
    public void Forget(int descriptor)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_descriptors[i].Descriptor == descriptor)
            {
                // What continues may change the list: it is searched anew.
                DescriptorWait wait = _waits[i];
                Remove(wait);
                wait.Complete();
                i = -1;
            }
        }
    }

    /// <summary>
    /// Runs what may block on a thread of its own, and continues on the loop. The thread cannot be interrupted: it is left behind when
    /// the token is canceled.
    /// </summary>
    public Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        (_blockingWork ??= new BlockingWork(this)).RunAsync(function).WaitAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose() => _blockingWork?.Dispose();

    internal void Add(LinkedListNode<LoopTimer> timer)
    {
        ThrowIfOnAnotherThread();
        LinkedListNode<LoopTimer>? before = _timers.Last;
        while (before is not null && before.Value.Due > timer.Value.Due)
        {
            before = before.Previous;
        }

        if (before is null)
        {
            _timers.AddFirst(timer);
        }
        else
        {
            _timers.AddAfter(before, timer);
        }
    }

    internal void Remove(LinkedListNode<LoopTimer> timer)
    {
        if (timer.List is not null)
        {
            _timers.Remove(timer);
        }
    }

    internal void Remove(DescriptorWait wait)
    {
        int index = wait.Index;
        if (index >= 0)
        {
            _count--;
            _descriptors[index] = _descriptors[_count];
            _waits[index] = _waits[_count];
            _waits[index].Index = index;
            _waits[_count] = null!;
            wait.Index = -1;
        }
    }

    // Nothing here is safe for two threads. What has left the loop's thread is an error at once, not a wrong answer now and then.
    private void ThrowIfOnAnotherThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("awaited code has left the thread of the poll loop");
        }
    }

    private void FireTimers()
    {
        // Those that are set meanwhile wait for the next turn, so that descriptors get theirs.
        long now = GetTimestamp();
        while (_timers.First is { } first && first.Value.Due <= now)
        {
            first.Value.Fire();
        }
    }

    private void Poll()
    {
        TimeSpec timeout = default;
        LoopTimer? next = _timers.First?.Value;
        if (next is null && _count == 0)
        {
            return;
        }

        if (next is not null)
        {
            long left = Math.Max(0, next.Due - GetTimestamp());
            timeout = new TimeSpec
            {
                Seconds = left / TimestampFrequency,
                Nanoseconds = left % TimestampFrequency * (1_000_000_000 / TimestampFrequency),
            };
        }

        int count;
        fixed (PollDescriptor* pointer = _descriptors)
        {
            // A signal interrupts it: the next turn waits again.
            count = Libc.ppoll(pointer, (nuint)_count, next is null ? null : &timeout, null);
        }

        for (int i = _count - 1; i >= 0 && count > 0; i--)
        {
            if (_descriptors[i].Returned != 0)
            {
                count--;
                _ready.Add(_waits[i]);
                Remove(_waits[i]);
            }
        }

        // What continues here may call Forget or cancel another one: whichever comes first completes it.
        for (int i = _ready.Count - 1; i >= 0; i--)
        {
            _ready[i].Complete();
        }

        _ready.Clear();
    }
}
