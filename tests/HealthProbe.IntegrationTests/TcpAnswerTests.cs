using System.Net;

namespace HealthProbe.IntegrationTests;

public class TcpAnswerTests
{
    private const int Limit = 10_000;

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1")]
    [InlineData(Way.Asynchronously, "127.0.0.1")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0")]
    [InlineData(Way.Asynchronously, "0.0.0.0")]
    [InlineData(Way.OnTheCallingThread, "localhost")]
    [InlineData(Way.Asynchronously, "localhost")]
    [InlineData(Way.OnTheCallingThread, "[::]")]
    [InlineData(Way.Asynchronously, "[::]")]
    [InlineData(Way.OnTheCallingThread, "[::ffff:127.0.0.1]")]
    [InlineData(Way.Asynchronously, "[::ffff:127.0.0.1]")]
    public async Task Is_healthy_when_a_server_listens_on_ipv4(Way way, string host)
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);

        Outcome outcome = await Question.AskAsync(way, $"{host}:{server.Port}");

        outcome.Should().Be(Outcome.Healthy() with { Elapsed = outcome.Elapsed });
        outcome.Elapsed.Should().BePositive();
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "[::1]")]
    [InlineData(Way.Asynchronously, "[::1]")]
    [InlineData(Way.OnTheCallingThread, "[::]")]
    [InlineData(Way.Asynchronously, "[::]")]
    [InlineData(Way.OnTheCallingThread, "localhost")]
    [InlineData(Way.Asynchronously, "localhost")]
    public async Task Is_healthy_when_a_server_listens_on_ipv6(Way way, string host)
    {
        await using var server = new AcceptingServer(IPAddress.IPv6Loopback);

        (await Question.AskAsync(way, $"{host}:{server.Port}")).IsHealthy.Should().BeTrue();
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1", "connection refused")]
    [InlineData(Way.Asynchronously, "127.0.0.1", "connection refused")]
    public async Task Says_why_when_the_port_is_closed(Way way, string host, string detail)
    {
        using var port = new ClosedPort(IPAddress.Loopback);

        Outcome outcome = await Question.AskAsync(way, $"{host}:{port.Port}");

        outcome.Should().Be(Outcome.Unhealthy(Reason.Refused, detail) with { Elapsed = outcome.Elapsed });
        outcome.Elapsed.Should().BePositive();
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "localhost", "connection refused by 127.0.0.1 and ::1")]
    [InlineData(Way.Asynchronously, "localhost", "connection refused by 127.0.0.1 and ::1")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0", "connection refused by 127.0.0.1 and ::1")]
    [InlineData(Way.Asynchronously, "0.0.0.0", "connection refused by 127.0.0.1 and ::1")]
    [InlineData(Way.OnTheCallingThread, "[::]", "connection refused by ::1 and 127.0.0.1")]
    [InlineData(Way.Asynchronously, "[::]", "connection refused by ::1 and 127.0.0.1")]
    [InlineData(Way.OnTheCallingThread, "[::1]", "connection refused")]
    [InlineData(Way.Asynchronously, "[::1]", "connection refused")]
    public async Task Says_which_addresses_refused(Way way, string host, string detail)
    {
        (ClosedPort onIPv4, ClosedPort onIPv6) = BothLoopbacks.Open(a => new ClosedPort(a), (a, p) => new ClosedPort(a, p), p => p.Port);
        using (onIPv4)
        using (onIPv6)
        {
            Outcome outcome = await Question.AskAsync(way, $"{host}:{onIPv4.Port}");

            outcome.Should().Be(Outcome.Unhealthy(Reason.Refused, detail) with { Elapsed = outcome.Elapsed });
        }
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_a_link_local_address_needs_its_interface(Way way)
    {
        Outcome outcome = await Question.AskAsync(way, "[fe80::1]:80");

        outcome.Reason.Should().Be(Reason.Error);
        outcome.Detail.Should().Be("not an address to connect to (a link-local one needs its interface: fe80::1%eth0)");
    }

    [NetworkNamespaceTheory]
    [InlineData(Way.OnTheCallingThread, "10.0.0.1:80")]
    [InlineData(Way.Asynchronously, "10.0.0.1:80")]
    [InlineData(Way.OnTheCallingThread, "[fd00::1]:80")]
    [InlineData(Way.Asynchronously, "[fd00::1]:80")]
    public void Says_that_there_is_no_route(Way way, string target)
    {
        Outcome outcome = NetworkNamespace.Run(40_000, () => AskHere(way, target));

        outcome.Should().Be(Outcome.Unhealthy(Reason.Unreachable, "network unreachable") with { Elapsed = outcome.Elapsed });
    }

    [NetworkNamespaceTheory]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public void Is_refused_when_it_would_answer_itself(Way way)
    {
        const int Port = 40_000;

        Outcome outcome = NetworkNamespace.Run(Port, () => AskHere(way, $"127.0.0.1:{Port}"));

        outcome.Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused") with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_right_five_hundred_times_in_a_row(Way way)
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);
        using var closed = new ClosedPort(IPAddress.Loopback);
        for (int i = 0; i < 500; i++)
        {
            (await Question.AskAsync(way, $"127.0.0.1:{server.Port}")).Reason.Should().Be(Reason.None);
            (await Question.AskAsync(way, $"127.0.0.1:{closed.Port}")).Reason.Should().Be(Reason.Refused);
        }

        // The last of them may still stand in the server's queue; the limit of the test bounds the wait.
        while (server.Accepted < 500)
        {
            await Task.Delay(1);
        }

        server.Accepted.Should().Be(500);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_right_fifty_times_at_once(Way way)
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);
        using var closed = new ClosedPort(IPAddress.Loopback);

        Outcome[] healthy = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Question.AskAsync(way, $"127.0.0.1:{server.Port}")));
        Outcome[] refused = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Question.AskAsync(way, $"127.0.0.1:{closed.Port}")));

        healthy.Should().OnlyContain(outcome => outcome.IsHealthy);
        refused.Should().OnlyContain(outcome => outcome.Reason == Reason.Refused);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Gives_every_descriptor_back(Way way)
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);
        using var closed = new ClosedPort(IPAddress.Loopback);
        await AskBothAsync(way, server.Port, closed.Port);
        int before = OpenDescriptors;
        for (int i = 0; i < 500; i++)
        {
            await AskBothAsync(way, server.Port, closed.Port);
        }

        OpenDescriptors.Should().BeLessThan(before + 20, "1,000 connections were asked for");
    }

    private static int OpenDescriptors => Directory.GetFiles(OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd").Length;

    private static async Task AskBothAsync(Way way, int open, int closed)
    {
        (await Question.AskAsync(way, $"localhost:{open}")).IsHealthy.Should().BeTrue();
        (await Question.AskAsync(way, $"localhost:{closed}")).IsHealthy.Should().BeFalse();
    }

    // On this very thread, because only this thread is in the namespace.
    private static Outcome AskHere(Way way, string target) => Question.AskHere(way, target);
}
