using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Sidecar;

namespace HealthProbe.IntegrationTests.Sidecar.Statsd;

public class UdpTests
{
    [IPv6Theory(Timeout = 30_000)]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "::1")]
    [InlineData("LocalHost", "::1")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public async Task Hears_what_is_sent_to_its_address(string host, string address)
    {
        await using var hearing = new Hearing(host);

        hearing.Send(IPAddress.Parse(address), "svc.workers:3|g");

        await hearing.UntilItHearsAsync(3);
        hearing.Count.Counters.Packets.Should().Be(1);
        hearing.Count.Counters.Dropped.Should().Be(0);
    }

    [IPv6Theory(Timeout = 30_000)]
    [InlineData(true)]
    public async Task Takes_turns_between_both_loopbacks(bool isIPv6First)
    {
        await using var hearing = new Hearing("localhost");

        for (int workers = 1; workers <= 100; workers++)
        {
            hearing.Send((workers % 2 == 0) == isIPv6First ? IPAddress.IPv6Loopback : IPAddress.Loopback, $"workers:{workers}|g");
            await hearing.UntilItHearsAsync(workers);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Takes_a_packet_of_65_507_bytes_and_an_empty_one()
    {
        await using var hearing = new Hearing("127.0.0.1");

        hearing.Send(IPAddress.Loopback, "");
        hearing.Send(IPAddress.Loopback, new string('\n', 65_507 - "workers:12|g".Length) + "workers:12|g");

        await hearing.UntilItHearsAsync(12);
        hearing.Count.Counters.Packets.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task Says_that_the_port_is_in_use()
    {
        await using var hearing = new Hearing("127.0.0.1");

        Action start = () => _ = new Hearing("127.0.0.1", hearing.Port);

        start.Should().Throw<StartException>()
            .WithMessage($"statsd 127.0.0.1:{hearing.Port}: the port is in use: stop what listens there or write --statsd-port");
    }

    [IPv6Theory(Timeout = 30_000)]
    [InlineData("localhost")]
    public async Task Says_which_of_both_loopbacks_is_in_use_and_holds_neither(string host)
    {
        await using var other = new Hearing("::1");

        Action start = () => _ = new Hearing(host, other.Port);

        start.Should().Throw<StartException>().WithMessage($"statsd [::1]:{other.Port}: the port is in use: stop what listens there or write --statsd-port");
        await using var free = new Hearing("127.0.0.1", other.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("192.0.2.1", "statsd 192.0.2.1:8125: this machine does not have that address: write another --statsd-host")]
    [InlineData("2001:db8::1", "statsd [2001:db8::1]:8125: this machine does not have that address: write another --statsd-host")]
    public Task Says_that_the_address_is_somebody_elses(string host, string message)
    {
        Action start = () => _ = new Hearing(host, 8125);

        start.Should().Throw<StartException>().WithMessage(message);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Gives_the_port_back_at_once()
    {
        var hearing = new Hearing("localhost");
        int port = hearing.Port;
        long start = Stopwatch.GetTimestamp();

        await hearing.DisposeAsync();
        await hearing.DisposeAsync();

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(1));
        await using var next = new Hearing("localhost", port);
    }

    [IPv6Theory(Timeout = 30_000)]
    [InlineData("localhost")]
    public async Task Hears_and_ends_without_the_calls_of_Linux(string host)
    {
        Hearing hearing = Hearing.Portably(host);
        hearing.Send(IPAddress.Loopback, "workers:1|g");
        await hearing.UntilItHearsAsync(1);
        hearing.Send(IPAddress.IPv6Loopback, new string('\n', 65_507 - "workers:2|g".Length) + "workers:2|g");
        await hearing.UntilItHearsAsync(2);
        int port = hearing.Port;
        long start = Stopwatch.GetTimestamp();

        await hearing.DisposeAsync();

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(1));
        await using var next = new Hearing(host, port);
    }

    [Fact(Timeout = 30_000)]
    public async Task Counts_what_the_kernel_threw_away()
    {
        await using var hearing = new Hearing("127.0.0.1");
        using var blocked = new ManualResetEventSlim();
        hearing.Count.Changed += (_, _) => blocked.Wait();
        hearing.Send(IPAddress.Loopback, "workers:1|g");
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = new IPEndPoint(IPAddress.Loopback, hearing.Port);
        byte[] large = new byte[60_000];
        long sent = 1;
        while (hearing.Count.Counters.Dropped < 10)
        {
            sender.SendTo(large, to);
            sent++;
        }

        blocked.Set();

        await Hearing.UntilAsync(
            () => hearing.Count.Counters.Packets + hearing.Count.Counters.Dropped == sent,
            () => string.Create(CultureInfo.InvariantCulture, $"{hearing.Count.Counters.Packets} + {hearing.Count.Counters.Dropped} of {sent}"));
    }
}
