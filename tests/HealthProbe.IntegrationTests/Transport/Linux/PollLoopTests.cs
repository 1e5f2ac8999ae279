using System.Diagnostics;
using HealthProbe.Transport;
using HealthProbe.Transport.Linux;

namespace HealthProbe.IntegrationTests.Transport.Linux;

public class PollLoopTests
{
    [Fact]
    public void Timers_call_back_in_the_order_of_their_due_times()
    {
        using var loop = new PollLoop();
        var order = new List<int>();

        loop.Run(Task.WhenAll(NoteAsync(30), NoteAsync(10), NoteAsync(20), NoteAsync(10)));

        order.Should().Equal(10, 10, 20, 30);

        async Task NoteAsync(int milliseconds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), loop).ConfigureAwait(false);
            order.Add(milliseconds);
        }
    }

    [Fact]
    public void Timer_with_a_period_calls_back_until_it_is_disposed_of()
    {
        using var loop = new PollLoop();
        var third = new TaskCompletionSource();
        int calls = 0;
        using ITimer timer = loop.CreateTimer(
            _ =>
            {
                if (++calls == 3)
                {
                    third.SetResult();
                }
            },
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(5));

        loop.Run(third.Task);
        timer.Dispose();
        loop.Run(Task.Delay(TimeSpan.FromMilliseconds(20), loop));

        calls.Should().Be(3);
    }

    [Fact]
    public void Timer_is_neither_early_nor_rounded_to_milliseconds()
    {
        using var loop = new PollLoop();
        var due = new TaskCompletionSource();
        long start = Stopwatch.GetTimestamp();

        // Not Task.Delay, which counts whole milliseconds.
        using ITimer timer = loop.CreateTimer(_ => due.SetResult(), null, TimeSpan.FromMicroseconds(1_500), Timeout.InfiniteTimeSpan);
        loop.Run(due.Task);

        Stopwatch.GetElapsedTime(start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMicroseconds(1_500));
    }

    [Fact]
    public void Everything_that_is_awaited_continues_on_the_calling_thread()
    {
        using var loop = new PollLoop();
        var threads = new HashSet<int>();

        loop.Run(AwaitAsync());

        threads.Should().Equal(Environment.CurrentManagedThreadId);

        async Task AwaitAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), loop).ConfigureAwait(false);
            Note();
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(5), loop);
            await new TaskCompletionSource().Task.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Note();
            await loop.RunBlockingAsync(() => 1, CancellationToken.None).ConfigureAwait(false);
            Note();
            using var limit = new ConcurrencyLimit(1, loop);
            await limit.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            Task second = limit.EnterAsync(CancellationToken.None);
            limit.Leave();
            await second.ConfigureAwait(false);
            Note();
        }

        void Note() => threads.Add(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void Task_that_nothing_on_the_loop_can_complete_is_an_error_in_place_of_a_hang()
    {
        using var loop = new PollLoop();

        loop.Invoking(l => l.Run(new TaskCompletionSource().Task)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Code_that_left_the_thread_cannot_use_the_loop()
    {
        using var loop = new PollLoop();

        loop.Invoking(l => l.Run(Task.Run(() => Task.Delay(TimeSpan.FromMilliseconds(1), loop)).WaitAsync(TimeSpan.FromSeconds(5), loop)))
            .Should().Throw<InvalidOperationException>().WithMessage("awaited code has left the thread of the poll loop");
    }

    [Fact]
    public void A_thousand_that_wait_for_their_place_run_in_turn_without_a_deep_stack()
    {
        using var loop = new PollLoop();
        using var limit = new ConcurrencyLimit(2, loop);
        int running = 0;
        int most = 0;

        loop.Run(Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => RunAsync(i))));

        most.Should().Be(2);

        async Task RunAsync(int i)
        {
            await limit.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            most = Math.Max(most, ++running);
            if (i < 10)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), loop).ConfigureAwait(false);
            }

            running--;
            limit.Leave();
        }
    }
}
