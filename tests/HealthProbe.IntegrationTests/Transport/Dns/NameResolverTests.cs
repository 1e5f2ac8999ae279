using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport.Dns;

namespace HealthProbe.IntegrationTests.Transport.Dns;

/// <summary>Lookups with the files of a container, over real sockets.</summary>
public class NameResolverTests
{
    private const int Limit = 20_000;

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_name_of_the_hosts_file_has_the_addresses_of_all_its_lines(Way way) =>
        (await Lookup.RunAsync(way, "web", "nameserver 127.0.0.1\n", 1, "10.0.0.1 web\n10.0.0.2 app web\nfd00::2 web\n"))
            .Should().Be("10.0.0.1 10.0.0.2 fd00::2");

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Without_the_files_the_name_server_is_this_machine(Way way)
    {
        // The port is taken and closed: nothing receives there.
        using Socket taken = Lookup.Bind(IPAddress.Parse("127.0.0.2"));
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var resolver = new NameResolver { HostsPath = "/no/hosts", ConfigurationPath = "/no/resolv.conf", Port = port };

        (await Lookup.RunAsync(way, resolver, "db")).Should().Be($"name server 127.0.0.1:{port} is unreachable for db");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_lookup_of_a_silent_server_ends_with_its_token_and_says_what_was_missing(Way way)
    {
        using Socket silent = Lookup.Bind(IPAddress.Loopback);
        int port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        long start = Stopwatch.GetTimestamp();

        (await Lookup.RunAsync(way, "db", "nameserver 127.0.0.1\n", port, timeout: TimeSpan.FromMilliseconds(300)))
            .Should().Be($"no response from name server 127.0.0.1:{port} for db");

        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(299)).And.BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_response_from_another_address_than_the_server_is_not_received(Way way)
    {
        using Socket server = Lookup.Bind(IPAddress.Loopback);
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        using Socket forger = Lookup.Bind(IPAddress.Parse("127.0.0.2"), port);
        Task<string> lookup = Lookup.RunAsync(way, "db", "nameserver 127.0.0.1\n", port, timeout: TimeSpan.FromSeconds(2));
        byte[] query = new byte[512];
        SocketReceiveFromResult received = await server.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0));
        byte[] question = query[12..received.ReceivedBytes];
        byte[] Answer(byte last) =>
            [query[0], query[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, last];
        await forger.SendToAsync(Answer(9), received.RemoteEndPoint);

        // The forged one came first.
        await server.SendToAsync(Answer(1), received.RemoteEndPoint);

        (await lookup).Should().Be("10.0.0.1");
    }
}
