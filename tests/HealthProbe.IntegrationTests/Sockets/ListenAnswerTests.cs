using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.IntegrationTests.Sockets;

public class ListenAnswerTests
{
    private const int Limit = 10_000;

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1", "127.0.0.1")]
    [InlineData(Way.Asynchronously, "127.0.0.1", "127.0.0.1")]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1", "localhost")]
    [InlineData(Way.Asynchronously, "127.0.0.1", "localhost")]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1", "0.0.0.0")]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1", "[::ffff:127.0.0.1]")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0", "127.0.0.1")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0", "127.1.2.3")]
    public async Task Is_healthy_when_a_socket_listens_on_ipv4_and_touches_nothing(Way way, string listening, string asked)
    {
        using Socket listener = Listening(listening, 7);

        Outcome outcome = await AskAsync(way, asked, listener);

        outcome.Should().Be(Outcome.Healthy($"{listener.LocalEndPoint}: 0 waiting, backlog 7") with { Elapsed = outcome.Elapsed });
        listener.Poll(0, SelectMode.SelectRead).Should().BeFalse("nobody has connected");
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "::1", "[::1]", true)]
    [InlineData(Way.Asynchronously, "::1", "[::1]", true)]
    [InlineData(Way.OnTheCallingThread, "::1", "localhost", true)]
    [InlineData(Way.OnTheCallingThread, "::", "[::1]", true)]
    [InlineData(Way.OnTheCallingThread, "::", "127.0.0.1", false)]
    [InlineData(Way.Asynchronously, "::", "127.0.0.1", false)]
    [InlineData(Way.OnTheCallingThread, "::ffff:127.0.0.1", "127.0.0.1", false)]
    [InlineData(Way.OnTheCallingThread, "::ffff:0.0.0.0", "127.0.0.1", false)]
    public async Task Is_healthy_when_a_socket_listens_on_ipv6(Way way, string listening, string asked, bool isV6Only)
    {
        using Socket listener = Listening(listening, 7, isV6Only);

        Outcome outcome = await AskAsync(way, asked, listener);

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "::", "127.0.0.1", true, "nothing listens on 127.0.0.1:{0}, only on [::]:{0} (IPv6 only)")]
    [InlineData(Way.Asynchronously, "::", "127.0.0.1", true, "nothing listens on 127.0.0.1:{0}, only on [::]:{0} (IPv6 only)")]
    [InlineData(Way.OnTheCallingThread, "::ffff:0.0.0.0", "[::1]", false, "nothing listens on [::1]:{0}, only on 0.0.0.0:{0}")]
    [InlineData(Way.OnTheCallingThread, "127.0.0.2", "127.0.0.1", false, "nothing listens on 127.0.0.1:{0}, only on 127.0.0.2:{0}")]
    [InlineData(Way.OnTheCallingThread, "127.0.0.2", "localhost", false, "nothing listens on 127.0.0.1:{0} or [::1]:{0}, only on 127.0.0.2:{0}")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0", "[::1]", false, "nothing listens on [::1]:{0}, only on 0.0.0.0:{0}")]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0", "192.0.2.1", false, "192.0.2.1:{0} is not of this machine, whose sockets are all that is seen: ask tcp://")]
    public async Task Says_where_it_listens_when_it_does_not_serve_the_address(Way way, string listening, string asked, bool isV6Only, string detail)
    {
        using Socket listener = Listening(listening, 7, isV6Only);

        Outcome outcome = await AskAsync(way, asked, listener);

        string expected = detail.Replace("{0}", PortOf(listener), StringComparison.Ordinal);
        outcome.Should().Be(Outcome.Unhealthy(Reason.Missing, expected) with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_nothing_listens(Way way)
    {
        using var port = new ClosedPort(IPAddress.Loopback);

        Outcome outcome = await Question.AskAsync(way, $"listen://127.0.0.1:{port.Port}");

        outcome.Should().Be(Outcome.Unhealthy(Reason.Missing, $"nothing listens on 127.0.0.1:{port.Port}") with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_the_name_is_unknown(Way way) => (await Question.AskAsync(way, "listen://no-such-name.invalid:80")).Reason.Should().Be(Reason.Dns);

    [Theory(Timeout = Limit)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    public async Task Finds_the_queue_full_and_empty_again(int backlog, int waiting)
    {
        using Socket listener = Listening("127.0.0.1", backlog);
        (await AskAsync(Way.OnTheCallingThread, "127.0.0.1", listener)).IsHealthy.Should().BeTrue();
        List<Socket> clients = [.. Enumerable.Range(0, waiting).Select(_ => Connected(listener))];

        Outcome outcome = await AskAsync(Way.OnTheCallingThread, "127.0.0.1", listener);

        outcome.Should().Be(Outcome.Unhealthy(Reason.Backlog, $"the queue of {listener.LocalEndPoint} is full: {waiting} waiting, backlog {backlog}") with { Elapsed = outcome.Elapsed });
        for (int i = 0; i < waiting; i++)
        {
            listener.Accept().Dispose();
        }

        (await AskAsync(Way.OnTheCallingThread, "127.0.0.1", listener)).IsHealthy.Should().BeTrue();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void Reads_the_same_from_netlink_and_from_proc()
    {
        using Socket listener = Listening("127.0.0.1", 7);
        using Socket other = Listening("::1", 7, true, ((IPEndPoint)listener.LocalEndPoint!).Port);
        using Socket client = Connected(listener);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;

        List<ListeningSocket> fromNetlink = SocketDiagnostics.Listening(port);

        fromNetlink.Should().Equal(
            new ListeningSocket(new IPEndPoint(IPAddress.Loopback, port), 1) { Backlog = 7 },
            new ListeningSocket(new IPEndPoint(IPAddress.IPv6Loopback, port), 0) { Backlog = 7, IsV6Only = true });
        SocketTable.Listening(port).Should().Equal(fromNetlink.Select(socket => socket with { Backlog = null, IsV6Only = false }));
    }

    [WithoutNetlinkFact]
    public void Reads_proc_where_netlink_is_not_permitted()
    {
        using Socket listener = Listening("127.0.0.1", 1);
        using Socket client = Connected(listener);

        Outcome outcome = WithoutNetlink.Run(() => Question.AskHere(Way.OnTheCallingThread, $"listen://127.0.0.1:{PortOf(listener)}"));

        outcome.Should().Be(Outcome.Healthy($"{listener.LocalEndPoint}: 1 waiting") with { Elapsed = outcome.Elapsed });
    }

    private static Task<Outcome> AskAsync(Way way, string host, Socket listener) => Question.AskAsync(way, $"listen://{host}:{PortOf(listener)}");

    private static string PortOf(Socket listener) => $"{((IPEndPoint)listener.LocalEndPoint!).Port}";

    private static Socket Connected(Socket listener)
    {
        var client = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        return client;
    }

    private static Socket Listening(string address, int backlog, bool isV6Only = false, int port = 0)
    {
        var parsed = IPAddress.Parse(address);
        var listener = new Socket(parsed.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (parsed.AddressFamily == AddressFamily.InterNetworkV6)
        {
            listener.DualMode = !isV6Only;
        }

        listener.Bind(new IPEndPoint(parsed, port));
        listener.Listen(backlog);
        return listener;
    }
}
