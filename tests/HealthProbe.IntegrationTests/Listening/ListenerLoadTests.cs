using System.Diagnostics;
using System.Net.Sockets;
using HealthProbe.Listening;
using Xunit.Abstractions;

namespace HealthProbe.IntegrationTests.Listening;

[Collection(nameof(ListenerLoadTests))]
[CollectionDefinition(nameof(ListenerLoadTests), DisableParallelization = true)]
public class ListenerLoadTests(ITestOutputHelper output)
{
    [Fact(Timeout = 30_000)]
    public async Task Loses_none_of_500_connections_opened_at_the_same_moment()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        long start = Stopwatch.GetTimestamp();

        SocketError[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => ConnectWithinASecondAsync(listener.Port)));

        output.WriteLine($"figure: 500 connections at once: {answers.Count(answer => answer != SocketError.Success)} failed, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        answers.Should().AllBeEquivalentTo(SocketError.Success);
    }

    [Fact(Timeout = 60_000)]
    public async Task Holds_nothing_after_10_000_connections_in_a_row()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();

        for (int i = 0; i < 10_000; i++)
        {
            using Socket client = await Client.ConnectAsync(listener.Port);
        }

        await HeldConnections.UntilNoneAsync(listener.Port);
        output.WriteLine("figure: 10,000 connections in a row: 0 descriptors held");
    }

    [Fact(Timeout = 30_000)]
    public async Task Holds_a_bounded_number_of_1_000_clients_that_never_close_and_accepts_the_next()
    {
        var time = new ManualTime();
        await using var listener = new HealthListener(port: 0, timeProvider: time);
        listener.Start();
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 1_000; i++)
            {
                Socket client = await Client.ConnectAsync(listener.Port);
                clients.Add(client);
                (await Client.ReadToEndAsync(client)).Should().Be(0);
            }

            HeldConnections.Of(listener.Port).Should().BeInRange(1, 128);
            time.Advance(TimeSpan.FromSeconds(5));
            await HeldConnections.UntilNoneAsync(listener.Port);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Refuses_within_20_ms_of_being_unhealthy()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        int port = listener.Port;
        var longest = TimeSpan.Zero;
        for (int i = 0; i < 50; i++)
        {
            await Client.UntilAsync(SocketError.Success, port);
            long start = Stopwatch.GetTimestamp();

            listener.IsHealthy = false;

            await Client.UntilAsync(SocketError.ConnectionRefused, port);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            longest = elapsed > longest ? elapsed : longest;
            listener.IsHealthy = true;
        }

        output.WriteLine($"figure: from IsHealthy = false to refused: {longest.TotalMilliseconds:0.0} ms at most of 50");
        longest.Should().BeLessThan(TimeSpan.FromMilliseconds(20));
    }

    [Fact(Timeout = 30_000)]
    public async Task Refuses_within_250_ms_of_the_maximum_age_of_a_heartbeat()
    {
        TimeSpan late = await LatenessAsync();

        output.WriteLine($"figure: from the last heartbeat to refused: its maximum age + {late.TotalMilliseconds:0.0} ms");
        late.Should().BePositive().And.BeLessThan(TimeSpan.FromMilliseconds(250));
    }

    [Fact(Timeout = 30_000)]
    public async Task Refuses_as_soon_though_every_thread_of_the_pool_is_blocked()
    {
        const int items = 500;
        using var release = new ManualResetEventSlim();
        using var ended = new CountdownEvent(items);
        Task<TimeSpan> watched = LatenessAsync(release.Set);
        for (int i = 0; i < items; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    release.Wait();
                    ended.Signal();
                },
                null);
        }

        TimeSpan late = await watched;
        ended.Wait();

        output.WriteLine($"figure: the same while the thread pool is blocked: its maximum age + {late.TotalMilliseconds:0.0} ms");
        late.Should().BePositive().And.BeLessThan(TimeSpan.FromMilliseconds(250));
    }

    // On a thread of its own, so that what is measured is the listener and not the pool that the tests run on.
    private static Task<TimeSpan> LatenessAsync(Action? afterwards = null)
    {
        var result = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Measure).Start();
        return result.Task;

        void Measure()
        {
            var age = TimeSpan.FromMilliseconds(500);
            using var listener = new HealthListener(port: 0, maximumAge: age);
            listener.Start();
            int port = listener.Port;
            listener.Heartbeat();
            long start = Stopwatch.GetTimestamp();
            while (IsOpen(port))
            {
                Thread.Sleep(1);
            }

            result.SetResult(Stopwatch.GetElapsedTime(start) - age);
            afterwards?.Invoke();
        }
    }

    private static bool IsOpen(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<SocketError> ConnectWithinASecondAsync(int port)
    {
        try
        {
            return await Task.Run(() => Client.TryConnectAsync(port)).WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            return SocketError.TimedOut;
        }
    }
}
