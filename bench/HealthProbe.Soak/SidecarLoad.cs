using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Tests.Sidecar.Statsd;

namespace HealthProbe.Soak;

/// <summary>What the sidecar has to bear meanwhile: clients that ask, clients that crawl, clients that talk nonsense, and StatsD packets of all kinds.</summary>
internal sealed class SidecarLoad(int port, int statsdPort, int seed)
{
    /// <summary>The only gauge that counts; no hostile packet names it.</summary>
    public const string Gauge = "soak.alive";

    private const int Askers = 4;
    private const int Crawlers = 20;

    private static readonly string[] Paths = ["/health/live", "/health/ready", "/health/startup", "/health", "/v1/health", "/livez", "/readyz", "/healthz", "/metrics", "/nowhere"];
    private static readonly int[] Statuses = [200, 404, 422, 500, 503];

    private int _asked;
    private int _packets;
    private int _hostileClients;

    /// <summary>What the workers' gauge says from now on.</summary>
    public int Workers { get; set; } = 1;

    public int Asked => _asked;

    public int Packets => _packets;

    public int HostileClients => _hostileClients;

    public List<string> Complaints { get; } = [];

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, Askers).Select(index => UntilAsync(() => AskAsync(index, stop), stop)),
        .. Enumerable.Range(0, Crawlers).Select(_ => UntilAsync(() => CrawlAsync(stop), stop)),
        UntilAsync(() => TalkNonsenseAsync(stop), stop),
        UntilAsync(() => BurstAsync(stop), stop),
        UntilAsync(() => SendPacketsAsync(stop), stop),
    ]);

    private static async Task UntilAsync(Func<Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Cut off, or at the end.
            }
        }
    }

    private async Task AskAsync(int index, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
        for (int i = 0; i < 1000; i++)
        {
            string path = Paths[(i + index) % Paths.Length];
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), stop);
                Interlocked.Increment(ref _asked);
                if (!Statuses.Contains((int)answer.StatusCode))
                {
                    Complain($"{path} under load: status {(int)answer.StatusCode}");
                }
            }
            catch (HttpRequestException e)
            {
                Complain($"{path} under load: {e.Message}");
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                Complain($"{path} under load: no answer within 5 s");
            }

            await Task.Delay(20, stop);
        }
    }

    // A byte a second of a request that never ends, or a request whose answer is never read.
    private async Task CrawlAsync(CancellationToken stop)
    {
        using Socket client = await ConnectAsync(stop);
        Interlocked.Increment(ref _hostileClients);
        if (Random.Shared.Next(2) == 0)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 100))), stop);
            await Task.Delay(TimeSpan.FromSeconds(Random.Shared.Next(1, 10)), stop);
            return;
        }

        foreach (char part in "GET /health HTTP/1.1\r\nHost: x")
        {
            await client.SendAsync(new[] { (byte)part }, stop);
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    private async Task TalkNonsenseAsync(CancellationToken stop)
    {
        using Socket client = await ConnectAsync(stop);
        Interlocked.Increment(ref _hostileClients);
        byte[] nonsense = new byte[Random.Shared.Next(1, 32 * 1024)];
        Random.Shared.NextBytes(nonsense);
        await client.SendAsync(nonsense, stop);
        if (Random.Shared.Next(2) == 0)
        {
            client.LingerState = new LingerOption(true, 0);
        }

        await Task.Delay(100, stop);
    }

    // Once in a while a hundred new clients at once.
    private async Task BurstAsync(CancellationToken stop)
    {
        await Task.Delay(TimeSpan.FromSeconds(20), stop);
        using var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.GetStringAsync(new Uri("/metrics", UriKind.Relative), stop)));
            Interlocked.Add(ref _asked, 100);
        }
        catch (HttpRequestException e)
        {
            Complain($"in a burst: {e.Message}");
        }
    }

    private async Task SendPacketsAsync(CancellationToken stop)
    {
        using var sender = new UdpClient();
        sender.Connect(IPAddress.Loopback, statsdPort);
        var packets = new HostilePackets(seed);
        while (!stop.IsCancellationRequested)
        {
            await sender.SendAsync(Encoding.ASCII.GetBytes($"{Gauge}:{Workers}|g"), stop);
            for (int i = 0; i < 50; i++)
            {
                await sender.SendAsync(packets.Next().ToArray(), stop);
            }

            Interlocked.Add(ref _packets, 51);
            await Task.Delay(100, stop);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        return socket;
    }

    private void Complain(string text)
    {
        lock (Complaints)
        {
            Complaints.Add($"{DateTimeOffset.UtcNow:HH:mm:ss} {text}");
        }
    }
}
