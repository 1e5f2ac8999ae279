using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.IntegrationTests.Listening;

public class HealthListenerTests
{
    [Fact(Timeout = 10_000)]
    public async Task Accepts_connections_once_started()
    {
        await using var listener = new HealthListener(port: 0);

        listener.Start();

        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
        listener.State.Should().Be(ListenerState.Open);
    }

    [Fact]
    public void Listens_on_loopback_port_9000_unless_told_otherwise()
    {
        using var listener = new HealthListener();

        (HealthListener.DefaultHost, listener.Port, listener.State).Should().Be(("127.0.0.1", 9000, ListenerState.Stopped));
    }

    [Fact(Timeout = 10_000)]
    public async Task Takes_a_null_host_for_loopback_and_nothing_else()
    {
        await using var listener = new HealthListener(null, 0);
        listener.Start();

        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
        (await Client.TryConnectAsync(listener.Port, "127.0.0.2")).Should().Be(SocketError.ConnectionRefused);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Refuses_a_port_that_is_none(int port)
    {
        Action create = () => new HealthListener(port: port).Dispose();

        create.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(port));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Refuses_an_empty_host(string host)
    {
        Action create = () => new HealthListener(host).Dispose();

        create.Should().Throw<ArgumentException>().WithParameterName(nameof(host));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_400_001)]
    public void Refuses_a_maximum_age_that_makes_no_sense(int milliseconds)
    {
        Action create = () => new HealthListener(maximumAge: TimeSpan.FromMilliseconds(milliseconds)).Dispose();

        create.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("maximumAge");
    }

    [Theory(Timeout = 10_000)]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    [InlineData("::", "::1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "::1")]
    public async Task Listens_where_the_host_says(string host, string asked)
    {
        await using var listener = new HealthListener(host, 0);
        listener.Start();

        (await Client.TryConnectAsync(listener.Port, asked)).Should().Be(SocketError.Success);
    }

    [Fact(Timeout = 10_000)]
    public async Task Sends_nothing_and_closes_at_once()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        using Socket client = await Client.ConnectAsync(listener.Port);

        (await Client.ReadToEndAsync(client)).Should().Be(0);
    }

    [Theory(Timeout = 10_000)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(40_000)]
    public async Task Closes_cleanly_when_the_client_speaks_first(int bytes)
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        using Socket client = await Client.ConnectAsync(listener.Port);
        await client.SendAsync(new byte[bytes]);

        (await Client.ReadToEndAsync(client)).Should().Be(0);
        client.Shutdown(SocketShutdown.Send);
        client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error).Should().Be(0, "a reset would be pending");
    }

    [Fact(Timeout = 10_000)]
    public async Task Closes_cleanly_when_the_client_speaks_after_the_end_of_the_listener()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        using Socket client = await Client.ConnectAsync(listener.Port);
        await Client.ReadToEndAsync(client);

        await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await client.SendAsync("Still here?\r\n"u8.ToArray());

        (await Client.ReadToEndAsync(client)).Should().Be(0);
    }

    [Fact(Timeout = 10_000)]
    public async Task Refuses_connections_the_moment_it_is_stopped()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        int port = listener.Port;

        listener.Stop();

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
        listener.State.Should().Be(ListenerState.Stopped);
    }

    [Fact(Timeout = 10_000)]
    public async Task Starts_again_after_a_stop()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        listener.Stop();

        listener.Start();

        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
    }

    [Fact(Timeout = 10_000)]
    public async Task Starts_again_on_the_same_port_though_it_has_closed_connections_there()
    {
        int port;
        await using (var first = new HealthListener(port: 0))
        {
            first.Start();
            port = first.Port;
            using Socket client = await Client.ConnectAsync(port);
            await Client.ReadToEndAsync(client);
        }

        await using var second = new HealthListener(port: port);
        second.Start();

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
    }

    [Fact]
    public void Stops_twice_and_before_it_was_started()
    {
        using var listener = new HealthListener(port: 0);

        listener.Stop();
        listener.Start();
        listener.Stop();
        listener.Stop();

        listener.State.Should().Be(ListenerState.Stopped);
    }

    [Fact(Timeout = 10_000)]
    public async Task Throws_when_started_twice_and_stays_open()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        int port = listener.Port;

        Action again = listener.Start;

        again.Should().Throw<InvalidOperationException>().WithMessage("the listener is already started");
        listener.Port.Should().Be(port);
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
    }

    [Fact]
    public void Says_which_port_is_in_use()
    {
        using var first = new HealthListener(port: 0);
        first.Start();
        using var second = new HealthListener(port: first.Port);

        Action start = second.Start;

        start.Should().Throw<IOException>().WithMessage($"cannot listen on 127.0.0.1:{first.Port}: the port is in use");
        second.State.Should().Be(ListenerState.Stopped);
    }

    [Fact]
    public void Starts_after_the_port_that_was_in_use_is_free()
    {
        using var first = new HealthListener(port: 0);
        first.Start();
        using var second = new HealthListener(port: first.Port);
        Action start = second.Start;
        start.Should().Throw<IOException>();

        first.Stop();

        start.Should().NotThrow();
    }

    [Theory]
    [InlineData("192.0.2.1", "cannot listen on 192.0.2.1:9000: this machine does not have that address")]
    [InlineData("2001:db8::1", "cannot listen on [2001:db8::1]:9000: this machine does not have that address")]
    [InlineData("name.invalid", "cannot listen on name.invalid:9000: the name could not be looked up")]
    public void Says_which_address_is_not_ours(string host, string message)
    {
        using var listener = new HealthListener(host);

        Action start = listener.Start;

        start.Should().Throw<IOException>().WithMessage(message);
    }

    [Fact]
    public void Cannot_be_started_once_disposed_of()
    {
        var listener = new HealthListener(port: 0);
        listener.Dispose();
        listener.Dispose();

        Action start = listener.Start;

        start.Should().Throw<ObjectDisposedException>();
    }

    [Fact(Timeout = 10_000)]
    public async Task Is_closed_when_the_code_around_it_throws()
    {
        int port = 0;
        Func<Task> fail = async () =>
        {
            await using var listener = new HealthListener(port: 0);
            listener.Start();
            port = listener.Port;
            throw new InvalidDataException();
        };

        await fail.Should().ThrowAsync<InvalidDataException>();

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
    }

    [Fact(Timeout = 10_000)]
    public async Task Lets_go_of_clients_that_linger_when_disposed_of()
    {
        var listener = new HealthListener(port: 0);
        listener.Start();
        using Socket client = await Client.ConnectAsync(listener.Port);
        await Client.ReadToEndAsync(client);

        await listener.DisposeAsync();

        Func<Task> sendTwice = async () =>
        {
            while (true)
            {
                await client.SendAsync(new byte[1]);
            }
        };
        await sendTwice.Should().ThrowAsync<SocketException>("nobody is there to read it");
    }

    [Fact(Timeout = 10_000)]
    public async Task Closes_the_port_while_the_application_says_it_is_unhealthy()
    {
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        int port = listener.Port;

        listener.IsHealthy = false;

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
        listener.State.Should().Be(ListenerState.Unhealthy);

        listener.IsHealthy = true;

        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
        listener.Port.Should().Be(port);
    }

    [Fact(Timeout = 10_000)]
    public async Task Holds_its_port_while_unhealthy_so_that_it_can_open_it_later()
    {
        await using var listener = new HealthListener(port: 0) { IsHealthy = false };
        listener.Start();
        int port = listener.Port;

        port.Should().NotBe(0);
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
        listener.IsHealthy = true;
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
    }

    [Fact]
    public void Holds_its_port_against_others_while_unhealthy()
    {
        using var first = new HealthListener(port: 0) { IsHealthy = false };
        first.Start();
        using var second = new HealthListener(port: first.Port);

        Action start = second.Start;

        start.Should().Throw<IOException>().WithMessage($"cannot listen on 127.0.0.1:{first.Port}: the port is in use");
        first.IsHealthy = true;
        first.State.Should().Be(ListenerState.Open);
    }

    [Fact(Timeout = 10_000)]
    public async Task Tries_again_each_second_while_somebody_else_has_the_port()
    {
        var time = new ManualTime();
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var listener = new HealthListener(port: ((IPEndPoint)other.LocalEndPoint!).Port, timeProvider: time) { IsHealthy = false };
        listener.Start();
        const int levelSocket = 1;
        const int reuseAddress = 2;
        other.SetRawSocketOption(levelSocket, reuseAddress, BitConverter.GetBytes(0));

        listener.IsHealthy = true;

        listener.State.Should().Be(ListenerState.Blocked);
        time.Advance(TimeSpan.FromSeconds(1));
        listener.State.Should().Be(ListenerState.Blocked);
        other.Dispose();
        time.Advance(TimeSpan.FromSeconds(1));
        listener.State.Should().Be(ListenerState.Open);
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
    }

    [Fact]
    public void Tells_of_each_change_once()
    {
        var states = new List<ListenerState>();
        using var listener = new HealthListener(port: 0);
        listener.StateChanged += (_, _) => states.Add(listener.State);

        listener.Start();
        listener.IsHealthy = true;
        listener.IsHealthy = false;
        listener.IsHealthy = false;
        listener.IsHealthy = true;
        listener.Stop();
        listener.Stop();

        states.Should().Equal(ListenerState.Open, ListenerState.Unhealthy, ListenerState.Open, ListenerState.Stopped);
    }
}
