using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.IntegrationTests.Listening;

public class HeartbeatTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();

    [Fact(Timeout = 10_000)]
    public async Task Closes_the_port_when_the_heartbeat_stops()
    {
        await using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();

        _time.Advance(Age - Tick);
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
        _time.Advance(Tick + Tick);

        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.ConnectionRefused);
        listener.State.Should().Be(ListenerState.Stale);
    }

    [Fact]
    public void Stays_open_while_the_heart_beats()
    {
        using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();

        for (int beat = 0; beat < 100; beat++)
        {
            _time.Advance(Age - Tick);
            listener.State.Should().Be(ListenerState.Open);
            listener.Heartbeat();
        }
    }

    [Fact(Timeout = 10_000)]
    public async Task Opens_the_port_when_the_heartbeat_comes_back()
    {
        await using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();
        int port = listener.Port;
        _time.Advance(Age * 2);

        listener.Heartbeat();

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
        _time.Advance(Age + Tick);
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
    }

    [Fact]
    public void A_heartbeat_does_not_open_what_is_unhealthy()
    {
        using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();
        listener.IsHealthy = false;

        listener.Heartbeat();

        listener.State.Should().Be(ListenerState.Unhealthy);
    }

    [Fact]
    public void Being_healthy_does_not_replace_a_heartbeat()
    {
        using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();
        listener.IsHealthy = false;
        _time.Advance(Age * 2);

        listener.IsHealthy = true;

        listener.State.Should().Be(ListenerState.Stale);
    }

    [Fact]
    public void A_start_counts_as_the_first_heartbeat()
    {
        using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        _time.Advance(Age * 2);

        listener.Start();

        listener.State.Should().Be(ListenerState.Open);
    }

    [Fact]
    public void Expects_no_heartbeat_without_a_maximum_age()
    {
        using var listener = new HealthListener(port: 0, timeProvider: _time);
        listener.Start();
        listener.Heartbeat();

        _time.Advance(TimeSpan.FromDays(365));

        listener.State.Should().Be(ListenerState.Open);
    }

    [Fact]
    public void A_stopped_listener_stays_stopped_whatever_the_clock_says()
    {
        using var listener = new HealthListener(port: 0, maximumAge: Age, timeProvider: _time);
        listener.Start();
        listener.Stop();

        _time.Advance(Age * 2);
        listener.Heartbeat();

        listener.State.Should().Be(ListenerState.Stopped);
    }
}
