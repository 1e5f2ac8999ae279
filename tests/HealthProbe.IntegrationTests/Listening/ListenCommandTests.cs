using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.IntegrationTests.Listening;

public class ListenCommandTests
{
    private const string Program = "healthprobe.dll";

    [Theory(Timeout = 20_000)]
    [InlineData(RunningProgram.Terminate)]
    [InlineData(RunningProgram.Interrupt)]
    public async Task Listens_until_it_is_told_to_end(int signal)
    {
        using var program = new RunningProgram(Program, "listen", "127.0.0.1", "0");
        int port = PortIn(await program.ReadLineAsync(), "listening on 127.0.0.1:");
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);

        program.Signal(signal);

        (await program.EndAsync()).Should().Be((0, ""));
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
    }

    [Fact(Timeout = 20_000)]
    public async Task Says_in_one_line_that_the_port_is_in_use()
    {
        await using var other = new HealthListener(port: 0);
        other.Start();
        using var program = new RunningProgram(Program, "listen", other.Port.ToString(CultureInfo.InvariantCulture));

        (await program.EndAsync()).Should().Be((1, $"healthprobe: cannot listen on 127.0.0.1:{other.Port}: the port is in use\n"));
        (await program.ReadLineAsync()).Should().BeNull();
    }

    [Fact(Timeout = 20_000)]
    public async Task Says_in_one_line_that_the_address_is_not_ours()
    {
        using var program = new RunningProgram(Program, "listen", "192.0.2.1");

        (await program.EndAsync()).Should().Be((1, "healthprobe: cannot listen on 192.0.2.1:9000: this machine does not have that address\n"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Is_open_only_while_its_target_is_healthy_and_says_why_at_each_change()
    {
        await using var target = new HealthListener(port: 0) { IsHealthy = false };
        target.Start();
        string url = $"tcp://127.0.0.1:{target.Port}";
        using var program = new RunningProgram(Program, "listen", "127.0.0.1:0", "--while", url, "--interval", "20ms");
        string first = (await program.ReadLineAsync())!;
        first.Should().EndWith($" while {url} is healthy");
        int port = PortIn(first.Split(" while ")[0], "listening on 127.0.0.1:");

        (await program.ReadLineAsync()).Should().Be($"closed: {url} is unhealthy: connection refused");
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);

        target.IsHealthy = true;
        (await program.ReadLineAsync()).Should().Be($"open: {url} is healthy");
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);

        target.IsHealthy = false;
        (await program.ReadLineAsync()).Should().Be($"closed: {url} is unhealthy: connection refused");
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);

        program.Signal(RunningProgram.Terminate);
        (await program.EndAsync()).Should().Be((0, ""));
    }

    [Fact(Timeout = 20_000)]
    public async Task Ends_at_once_though_its_target_does_not_answer()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(1);
        var queued = new List<Socket>();
        try
        {
            int port = ((IPEndPoint)silent.LocalEndPoint!).Port;
            queued.AddRange(FillQueue(port));
            using var program = new RunningProgram(Program, "listen", "0", "--while", $"127.0.0.1:{port}", "--timeout", "10m");
            await program.ReadLineAsync();

            program.Signal(RunningProgram.Terminate);

            (await program.EndAsync()).Should().Be((0, ""));
        }
        finally
        {
            queued.ForEach(socket => socket.Dispose());
        }
    }

    private static List<Socket> FillQueue(int port)
    {
        var queued = new List<Socket>();
        for (int i = 0; i < 8; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            queued.Add(socket);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Some of them stay in the queue, and the queue is full.
            }
        }

        return queued;
    }

    private static int PortIn(string? line, string start)
    {
        line.Should().StartWith(start);
        return int.Parse(line![start.Length..], CultureInfo.InvariantCulture);
    }
}
