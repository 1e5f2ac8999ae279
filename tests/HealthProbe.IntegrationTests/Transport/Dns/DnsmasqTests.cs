using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Transport.Dns;

/// <summary>Lookups against dnsmasq, which resolves names in many containers' networks.</summary>
public class DnsmasqTests
{
    private const string Program = "dnsmasq";
    private const string Package = "dnsmasq-base";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Names_resolve_and_what_does_not_is_told_apart(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(port);
        string configuration = "nameserver 127.0.0.1\nsearch wrong.test right.test\n";

        (await Lookup.RunAsync(way, "db.right.test", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "db", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "db.", configuration, port)).Should().Be($"name server 127.0.0.1:{port} returned REFUSED for db.");
        (await Lookup.RunAsync(way, "alias.right.test", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "six.right.test", configuration, port)).Should().Be("fd00::6");
        (await Lookup.RunAsync(way, "none", configuration, port)).Should().Be($"name server 127.0.0.1:{port} returned REFUSED for none");
        (await Lookup.RunAsync(way, "none.right.test", configuration, port)).Should().Be($"no such name: none.right.test (127.0.0.1:{port})");
        (await Lookup.RunAsync(way, "text.right.test", configuration, port)).Should().Be("text.right.test has no address");
        (await Lookup.RunAsync(way, "elsewhere.example.", configuration, port))
            .Should().Be($"name server 127.0.0.1:{port} returned REFUSED for elsewhere.example.");
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_response_of_more_than_512_bytes_comes_over_TCP(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(port);

        string addresses = await Lookup.RunAsync(way, "big.right.test", "nameserver 127.0.0.1\n", port);

        addresses.Split(' ').Should().HaveCount(16).And.OnlyContain(address => address.StartsWith("10.2.0.", StringComparison.Ordinal));

        // A process of its own answers over TCP.
        server.Output.Split('\n').Where(line => line.Contains("query[A] big.right.test", StringComparison.Ordinal))
            .Select(line => line.Split(':')[0]).Distinct().Should().HaveCount(2);
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_silent_first_server_costs_200_ms_and_a_closed_one_nothing(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(port);
        long start = Stopwatch.GetTimestamp();

        // Nothing is bound to the port at 127.0.0.2: the kernel says so at once.
        (await Lookup.RunAsync(way, "db.right.test", "nameserver 127.0.0.2\nnameserver 127.0.0.1\n", port)).Should().Be("10.1.0.1 fd00::1");
        TimeSpan closed = Stopwatch.GetElapsedTime(start);
        using Socket silent = Lookup.Bind(IPAddress.Parse("127.0.0.2"), port);
        start = Stopwatch.GetTimestamp();
        (await Lookup.RunAsync(way, "db.right.test", "nameserver 127.0.0.2\nnameserver 127.0.0.1\n", port)).Should().Be("10.1.0.1 fd00::1");
        TimeSpan dead = Stopwatch.GetElapsedTime(start);

        closed.Should().BeLessThan(TimeSpan.FromMilliseconds(190));
        dead.Should().BeGreaterThan(TimeSpan.FromMilliseconds(199)).And.BeLessThan(TimeSpan.FromMilliseconds(900));
    }

    private static async Task<RunningServer> StartAsync(int port)
    {
        string folder = RunningServer.NewFolder();
        string hosts = Path.Combine(folder, "hosts");
        await File.WriteAllLinesAsync(hosts, Enumerable.Range(1, 60).Select(number => $"10.2.0.{number} big.right.test"));
        string[] arguments =
        [
            "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file", "--user=root", "--no-resolv", "--no-hosts", $"--addn-hosts={hosts}",
            $"--port={port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--log-queries=extra", "--log-facility=-", "--local=/test/",
            "--host-record=db.right.test,10.1.0.1,fd00::1", "--host-record=six.right.test,fd00::6", "--cname=alias.right.test,db.right.test",
            "--txt-record=text.right.test,x",
        ];
        return await RunningServer.StartAsync(Program, folder, arguments, $"tcp://127.0.0.1:{port}", TimeSpan.FromSeconds(20));
    }
}
