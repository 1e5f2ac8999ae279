using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.IntegrationTests.Listening;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sockets;

/// <summary>A real process that is stopped: its kernel still completes handshakes, until its queue is full.</summary>
public class HungServerTests
{
    private const int Continue = 18;
    private const int Stop = 19;

    private const string Server = """
        import socket
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(2)
        print(listener.getsockname()[1], flush=True)
        while True:
            listener.accept()
            print("accepted", flush=True)
        """;

    [ServerTheory("python3", "python3-minimal", Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_found_by_its_queue_without_being_touched(Way way)
    {
        using var server = new RunningProgram("python3", "-c", Server);
        int port = int.Parse((await server.ReadLineAsync())!, CultureInfo.InvariantCulture);
        (await Question.AskAsync(way, $"listen://127.0.0.1:{port}")).IsHealthy.Should().BeTrue();

        server.Signal(Stop);
        (await Question.AskAsync(way, $"tcp://127.0.0.1:{port}")).IsHealthy.Should().BeTrue("an open port proves only that the kernel accepts");
        List<TcpClient> clients = [];
        Outcome outcome;
        while ((outcome = await Question.AskAsync(way, $"listen://127.0.0.1:{port}")).IsHealthy)
        {
            clients.Add(new TcpClient());
            await clients[^1].ConnectAsync(IPAddress.Loopback, port);
        }

        outcome.Reason.Should().Be(Reason.Backlog);
        outcome.Detail.Should().Be($"the queue of 127.0.0.1:{port} is full: 2 waiting, backlog 2");

        server.Signal(Continue);
        WaitResult recovered = await WaitFor.HealthyAsync($"listen://127.0.0.1:{port}", Question.Patience);
        recovered.Outcome.IsHealthy.Should().BeTrue(recovered.Outcome.Detail);
        for (int i = 0; i < clients.Count + 1; i++)
        {
            (await server.ReadLineAsync()).Should().Be("accepted", "that is the clients and tcp://, and listen:// has left no trace");
        }

        clients.ForEach(client => client.Dispose());
    }
}
