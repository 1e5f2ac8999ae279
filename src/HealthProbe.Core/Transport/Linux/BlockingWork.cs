using System.Collections.Concurrent;
using System.Net.Sockets;

namespace HealthProbe.Transport.Linux;

/// <summary>
/// Runs for a <see cref="PollLoop"/> what may block, such as a file on a hung mount: on one thread, made when it is first needed.
/// Another one is added
/// while that one is stuck and something waits for it.
/// </summary>
internal sealed class BlockingWork : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int CloseOnExec = 0x80000;

    private static readonly TimeSpan MaxQueueTime = TimeSpan.FromMilliseconds(20);

    private readonly PollLoop _loop;
    private readonly ITimer _timer;
    private readonly Queue<Action> _waiting = [];
    private readonly ConcurrentQueue<Action> _done = [];
    private readonly int _event;
    private bool _hasThread;
    private bool _isDisposed;

    public BlockingWork(PollLoop loop)
    {
        _loop = loop;
        _timer = loop.CreateTimer(_ => HelpIfStuck(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _event = Libc.eventfd(0, CloseOnExec);
        if (_event < 0)
        {
            throw new SocketException((int)Errno.Last);
        }

        _ = ContinueAsync();
    }

    /// <summary>Queues a function. Its task continues on the loop.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>();
        lock (_waiting)
        {
            _waiting.Enqueue(() =>
            {
                var work = new Task<T>(function);
                work.RunSynchronously(TaskScheduler.Default);
                _done.Enqueue(() => result.SetFromTask(work));
            });
            Monitor.Pulse(_waiting);
        }

        if (!_hasThread)
        {
            AddThread();
        }

        _timer.Change(MaxQueueTime, Timeout.InfiniteTimeSpan);
        return result.Task;
    }

    public void Dispose()
    {
        lock (_waiting)
        {
            _isDisposed = true;
            Monitor.PulseAll(_waiting);
        }

        _timer.Dispose();
        _loop.Forget(_event);
        _ = Libc.close(_event);
    }

    private void HelpIfStuck()
    {
        bool isStuck;
        lock (_waiting)
        {
            isStuck = _waiting.Count > 0;
        }

        if (isStuck)
        {
            AddThread();
            _timer.Change(MaxQueueTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void AddThread()
    {
        try
        {
            new Thread(WorkUntilDisposed, StackBytes) { IsBackground = true, Name = nameof(BlockingWork) }.Start();
            _hasThread = true;
        }
        catch (OutOfMemoryException) when (!_hasThread && TryTake(out Action? work))
        {
            // The process may have no second thread. An answer that may block is better than none.
            work();
            Signal();
        }
        catch (OutOfMemoryException) when (_hasThread)
        {
            // It stays with those that there are.
        }
    }

    private void WorkUntilDisposed()
    {
        while (Take() is Action work)
        {
            work();
            Signal();
        }
    }

    private Action? Take()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_isDisposed)
            {
                Monitor.Wait(_waiting);
            }

            return _isDisposed ? null : _waiting.Dequeue();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? work)
    {
        lock (_waiting)
        {
            return _waiting.TryDequeue(out work);
        }
    }

    private unsafe void Signal()
    {
        ulong one = 1;
        _ = Libc.write(_event, &one, sizeof(ulong));
    }

    private unsafe void Drain()
    {
        ulong count;
        _ = Libc.read(_event, &count, sizeof(ulong));
    }

    private async Task ContinueAsync()
    {
        while (true)
        {
            await _loop.WaitAsync(_event, LinuxSocket.Readable, CancellationToken.None).ConfigureAwait(false);
            if (_isDisposed)
            {
                return;
            }

            Drain();
            while (_done.TryDequeue(out Action? complete))
            {
                complete();
            }
        }
    }
}
