using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Sidecar.Serving;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Clients that are slow, silent, greedy or many.</summary>
public class SlowClientTests
{
    private const int Limit = 120_000;

    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);

    // The web server looks at them once a second, and the last one must be longer than that.
    private static readonly ClientTimeouts Short = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.1));

    private static readonly byte[] Beginning = "GET /health/live HTTP/1.1\r\nHost: "u8.ToArray();

    [Fact(Timeout = Limit)]
    public async Task Answers_in_time_beside_1000_slow_clients_and_cuts_them_off()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false }, timeouts: Short);
        TcpClient[] clients = await ConnectAsync(sidecar, 1000);
        try
        {
            long start = TimeProvider.System.GetTimestamp();
            Task<TimeSpan>[] cut = [.. clients.Select((client, i) => CutOffAsync(client, drips: i % 2 == 0, start))];

            for (int i = 0; i < 20; i++)
            {
                long asked = TimeProvider.System.GetTimestamp();
                (await sidecar.ExchangeAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).Should().EndWith("{}");
                TimeProvider.System.GetElapsedTime(asked).Should().BeLessThan(InTime);
            }

            TimeSpan[] times = await Task.WhenAll(cut);
            times.Max().Should().BeLessThan(TimeSpan.FromSeconds(10));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_that_takes_all_the_connections_it_can_get_leaves_some_for_others()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 2_500; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                client.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await ConnectOrNotAsync(client, sidecar.Port);
            }

            (await sidecar.GetAsync("/health/live")).Should().Be((200, "{}"));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Clients_that_never_read_their_answers_cost_little_and_are_cut_off()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false, RateLimit = 0 }, timeouts: Short);
        byte[] many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 10_000)));
        TcpClient[] clients = await ConnectAsync(sidecar, 25, receiveBytes: 4096);
        try
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            long most = before;
            Task writing = Task.WhenAll(clients.Select(client => WriteUntilCutOffAsync(client, many)));
            while (!writing.IsCompleted)
            {
                (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                await Task.WhenAny(writing, Task.Delay(100));
            }

            await writing;
            (most - before).Should().BeLessThan(15 * 1024 * 1024, "the web server would hold a megabyte of each by default");
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    [Fact]
    public void Cuts_a_client_off_after_5_s_unless_a_test_is_in_a_hurry() =>
        ClientTimeouts.Default.Should().Be(new ClientTimeouts(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5)));

    [Fact(Timeout = Limit)]
    public async Task What_clients_that_never_read_cost_is_bounded_for_each()
    {
        byte[] response = Encoding.ASCII.GetBytes($"HTTP/1.1 500 No\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n\"{new string('a', 15_998)}\"");
        await using var application = new ScriptedServer(ScriptedServer.Answers(response));
        Target.TryParse($"http://127.0.0.1:{application.Port}/", out Target? target, out _).Should().BeTrue();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            new SidecarSettings { HasWorkerGate = false, RateLimit = 0, ApplicationHealthReadyUrl = target, ApplicationTimeout = TimeSpan.FromSeconds(20) }, timeouts: Short);
        byte[] many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n", 300)));
        TcpClient[] clients = await ConnectAsync(sidecar, 100, receiveBytes: 4096);
        try
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            long most = before;
            Task writing = Task.WhenAll(clients.Select(client => WriteUntilCutOffAsync(client, many)));
            while (!writing.IsCompleted)
            {
                (await sidecar.GetAsync("/health/ready")).Status.Should().Be(422);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                await Task.WhenAny(writing, Task.Delay(100));
            }

            await writing;
            (most - before).Should().BeLessThan(
                (100 * 64 * 1024) + (4 * 1024 * 1024), "50 kB for each connection, here with both ends, and what the process itself allocates meanwhile");
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(8_000, 200)]
    [InlineData(9_000, 414)]
    [InlineData(10_000_000, 414)]
    public async Task Refuses_a_request_line_that_is_too_long(int length, int status)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        (await ExchangeAsync(sidecar, $"GET /health/live?{new string('a', length)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).Should().StartWith($"HTTP/1.1 {status} ");
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, 10_000, 200)]
    [InlineData(1, 17_000, 431)]
    [InlineData(1, 10_000_000, 431)]
    [InlineData(60, 10, 200)]
    [InlineData(65, 10, 431)]
    [InlineData(1_000_000, 10, 431)]
    public async Task Refuses_headers_that_are_too_long_or_too_many(int count, int length, int status)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        string headers = string.Concat(Enumerable.Repeat($"X-Header: {new string('a', length)}\r\n", count));

        (await ExchangeAsync(sidecar, $"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")).Should().StartWith($"HTTP/1.1 {status} ");
    }

    [Theory(Timeout = Limit)]
    [InlineData("Content-Length: 1000000000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Reads_no_body_that_has_no_end(string header)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        using TcpClient client = await sidecar.ConnectAsync();
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /health/live HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n"));
        byte[] chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('a', 0x10000)}\r\n");
        long sent = 0;

        try
        {
            for (; sent < 1_000_000_000; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
        }

        sent.Should().BeLessThan(100_000_000, "the connection is closed and not read to its end");
        (await sidecar.GetAsync("/health/live")).Status.Should().Be(200);
    }

    private static async Task ConnectOrNotAsync(Socket client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            // It was closed as soon as it was open.
        }
    }

    private static async Task<TcpClient[]> ConnectAsync(RunningSidecar sidecar, int count, int receiveBytes = 0)
    {
        var clients = new TcpClient[count];
        for (int i = 0; i < count; i++)
        {
            clients[i] = await sidecar.ConnectAsync(receiveBytes: receiveBytes);
        }

        return clients;
    }

    // A server that refuses early may close while there is still something to send.
    private static async Task<string> ExchangeAsync(RunningSidecar sidecar, string request)
    {
        using TcpClient client = await sidecar.ConnectAsync();
        NetworkStream stream = client.GetStream();
        Task writing = stream.WriteAsync(Encoding.ASCII.GetBytes(request)).AsTask();
        byte[] answer = new byte[4096];
        int length = await stream.ReadAsync(answer);
        client.Close();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Encoding.ASCII.GetString(answer, 0, length);
    }

    // One that sends a byte now and then is cut off because of its headers, one that sends nothing because it is idle.
    private static async Task<TimeSpan> CutOffAsync(TcpClient client, bool drips, long start)
    {
        NetworkStream stream = client.GetStream();
        byte[] answer = new byte[1024];
        try
        {
            Task<int> reading = stream.ReadAsync(answer).AsTask();
            for (int i = 0; drips && !reading.IsCompleted; i++)
            {
                await stream.WriteAsync(Beginning.AsMemory(Math.Min(i, Beginning.Length - 1), 1));
                await Task.WhenAny(reading, Task.Delay(200));
            }

            while (await reading > 0)
            {
                reading = stream.ReadAsync(answer).AsTask();
            }
        }
        catch (IOException)
        {
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task WriteUntilCutOffAsync(TcpClient client, byte[] bytes)
    {
        try
        {
            while (true)
            {
                await client.GetStream().WriteAsync(bytes);
            }
        }
        catch (IOException)
        {
        }
    }
}
