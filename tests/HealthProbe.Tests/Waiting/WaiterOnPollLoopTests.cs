using HealthProbe.Transport.Linux;

namespace HealthProbe.Tests.Waiting;

public class WaiterOnPollLoopTests
{
    [Fact(Timeout = 10_000)]
    public async Task Wait_that_is_canceled_in_a_pause_ends_on_the_loop()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await Task.Yield();
        using var loop = new PollLoop();
        using var stop = new CancellationTokenSource();
        var probe = new ScriptedProbe(loop, _ => Outcome.Unhealthy(Reason.Refused, "connection refused"));
        var options = new WaitOptions { Limit = TimeSpan.FromMinutes(1), Interval = TimeSpan.FromSeconds(50) };
        Task<WaitResult> wait = new Waiter(new Prober(loop), loop).WaitAsync(probe, options, null, stop.Token);
        using ITimer timer = loop.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        FluentActions.Invoking(() => loop.Run(wait)).Should().Throw<OperationCanceledException>();
    }
}
