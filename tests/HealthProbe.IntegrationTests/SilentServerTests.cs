using System.Diagnostics;
using System.Net;

namespace HealthProbe.IntegrationTests;

public class SilentServerTests : IAsyncLifetime
{
    private const int Limit = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    // What the runtime compiles at the first timeout of a test run takes its time too; how exact the timeout is, the published binary
    // shows.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Timers count in whole ticks of a coarser clock.
    private static readonly TimeSpan Soonest = Timeout - TimeSpan.FromMilliseconds(5);

    // The first timeouts pay for the compiler, and an exception's first throw is slow.
    public async Task InitializeAsync()
    {
        using var server = new SilentServer(IPAddress.Loopback);
        foreach (Way way in Enum.GetValues<Way>())
        {
            await Question.AskAsync(way, $"127.0.0.1:{server.Port}", TimeSpan.FromMilliseconds(10));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_on_time(Way way)
    {
        using var server = new SilentServer(IPAddress.Loopback);
        long start = Stopwatch.GetTimestamp();

        Outcome outcome = await Question.AskAsync(way, $"127.0.0.1:{server.Port}", Timeout);

        Stopwatch.GetElapsedTime(start).Should().BeGreaterThanOrEqualTo(Soonest).And.BeLessThan(Timeout + Grace);
        outcome.Elapsed.Should().BeGreaterThanOrEqualTo(Soonest).And.BeLessThan(Timeout + Grace);
        outcome.Should().Be(Outcome.Unhealthy(Reason.Timeout, "no answer within 300ms") with { Elapsed = outcome.Elapsed });
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Times_out_on_time_when_both_addresses_are_silent(Way way)
    {
        (SilentServer onIPv4, SilentServer onIPv6) = BothLoopbacks.Open(a => new SilentServer(a), (a, p) => new SilentServer(a, p), s => s.Port);
        using (onIPv4)
        using (onIPv6)
        {
            long start = Stopwatch.GetTimestamp();

            Outcome outcome = await Question.AskAsync(way, $"localhost:{onIPv4.Port}", Timeout);

            Stopwatch.GetElapsedTime(start).Should().BeGreaterThanOrEqualTo(Soonest).And.BeLessThan(Timeout + Grace);
            outcome.Reason.Should().Be(Reason.Timeout);
            (await AskUntilHeardAsync(way, onIPv4.Port, "::1")).Detail.Should().Be("no answer from 127.0.0.1 and ::1 within 300ms");
        }
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_which_address_was_silent_and_which_refused(Way way)
    {
        (SilentServer onIPv4, ClosedPort onIPv6) = BothLoopbacks.Open(a => new SilentServer(a), (a, p) => new ClosedPort(a, p), s => s.Port);
        using (onIPv4)
        using (onIPv6)
        {
            Outcome outcome = await AskUntilHeardAsync(way, onIPv4.Port, "refused");

            outcome.Reason.Should().Be(Reason.Timeout);
            outcome.Detail.Should().Contain("no answer from 127.0.0.1").And.Contain("connection refused by ::1").And.EndWith(" within 300ms");
        }
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Does_not_eat_the_time_of_the_next_address(Way way)
    {
        (SilentServer onIPv4, AcceptingServer onIPv6) = BothLoopbacks.Open(a => new SilentServer(a), (a, p) => new AcceptingServer(a, p), s => s.Port);
        using (onIPv4)
        await using (onIPv6)
        {
            Outcome outcome = await Question.AskAsync(way, $"localhost:{onIPv4.Port}", TimeSpan.FromSeconds(1));

            outcome.IsHealthy.Should().BeTrue(outcome.Detail);
            outcome.Elapsed.Should().BeLessThan(Grace);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Lets_the_caller_give_up_at_once()
    {
        using var server = new SilentServer(IPAddress.Loopback);
        using var caller = new CancellationTokenSource();
        Task<Outcome> asked = new Prober().ProbeAsync(Question.ProbeOf($"127.0.0.1:{server.Port}"), Question.Patience, caller.Token);
        long start = Stopwatch.GetTimestamp();
        await caller.CancelAsync();

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        Stopwatch.GetElapsedTime(start).Should().BeLessThan(Grace);
    }

    // A machine busy with other tests may not let a probe have its last words in time.
    private static async Task<Outcome> AskUntilHeardAsync(Way way, int port, string word)
    {
        Outcome outcome = default;
        for (int i = 0; i < 10 && !outcome.Detail.Contains(word, StringComparison.Ordinal); i++)
        {
            outcome = await Question.AskAsync(way, $"localhost:{port}", Timeout);
        }

        return outcome;
    }
}
