using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Sidecar.Serving;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A sidecar in this process, on free ports, and what is needed to talk to it.</summary>
internal sealed class RunningSidecar : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HealthProbe.Sidecar.Sidecar _sidecar;
    private readonly LogStream _log;
    private readonly HttpClient _http;

    private RunningSidecar(HealthProbe.Sidecar.Sidecar sidecar, LogStream log)
    {
        (_sidecar, _log) = (sidecar, log);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecar.Port}"), Timeout = Patience };
    }

    public int Port => _sidecar.Port;

    public int StatsdPort => _sidecar.StatsdPort;

    public HealthProbe.Sidecar.Sidecar Sidecar => _sidecar;

    /// <summary>What it has logged so far.</summary>
    public string Log => _log.Text;

    /// <summary>Starts one on free ports of 127.0.0.1, StatsD's apart where the settings have one that is not the default.</summary>
    public static async Task<RunningSidecar> StartAsync(SidecarSettings settings, TimeProvider? time = null, ClientTimeouts? timeouts = null)
    {
        var log = new LogStream();
        SidecarSettings own = settings with
        {
            Host = settings.Host == "localhost" ? "127.0.0.1" : settings.Host,
            Port = 0,
            StatsdHost = settings.StatsdHost == "localhost" ? "127.0.0.1" : settings.StatsdHost,
            StatsdPort = settings.StatsdPort == 8125 ? 0 : settings.StatsdPort,
        };
        return new RunningSidecar(await HealthProbe.Sidecar.Sidecar.StartAsync(own, time ?? TimeProvider.System, log, timeouts), log);
    }

    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Asks again until the status is the one that is expected.</summary>
    public async Task<string> UntilAsync(string path, int status)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            (int now, string body) = await GetAsync(path);
            if (now == status)
            {
                return body;
            }

            limit.IsCancellationRequested.Should().BeFalse($"{path} should answer {status}, and answers {now} {body}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Waits until the log holds a text so many times.</summary>
    public async Task UntilLogAsync(string text, int times)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Log.Split(text).Length <= times)
        {
            limit.IsCancellationRequested.Should().BeFalse($"{text} should be in {Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Sends a datagram to the StatsD port.</summary>
    public async Task SayAsync(string packet)
    {
        using var socket = new UdpClient();
        await socket.SendAsync(Encoding.UTF8.GetBytes(packet), "127.0.0.1", StatsdPort);
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="from">The address of the client.</param>
    /// <param name="to">An address of the sidecar.</param>
    /// <param name="port">Its port; 0 for <see cref="Port"/>.</param>
    /// <param name="receiveBytes">What the kernel keeps for a client that does not read; 0 for as much as usual.</param>
    public async Task<TcpClient> ConnectAsync(string from = "127.0.0.1", string to = "127.0.0.1", int port = 0, int receiveBytes = 0)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        if (receiveBytes > 0)
        {
            client.ReceiveBufferSize = receiveBytes;
        }

        try
        {
            await client.ConnectAsync(to, port == 0 ? Port : port);
            return client;
        }
        catch (SocketException)
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends bytes on one connection and reads until the sidecar closes it.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="from">The address of the client.</param>
    /// <param name="to">An address of the sidecar.</param>
    /// <param name="port">Its port; 0 for <see cref="Port"/>.</param>
    public async Task<string> ExchangeAsync(string request, string from = "127.0.0.1", string to = "127.0.0.1", int port = 0)
    {
        using TcpClient client = await ConnectAsync(from, to, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));

        return await ReadAsync(stream);
    }

    /// <summary>
    /// Sends bytes and closes the sending side, before the sidecar can have accepted the connection, and reads until the sidecar closes it.
    /// </summary>
    public async Task<string> ExchangeAndCloseSendingAsync(string request)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        byte[] bytes = Encoding.ASCII.GetBytes(request);
        var address = new IPEndPoint(IPAddress.Loopback, Port);
#pragma warning disable CA1849 // An asynchronous call would leave the thread, and the sidecar the time to accept.
        client.Connect(address);
        await using var stream = new NetworkStream(client);
        client.Send(bytes);
        client.Shutdown(SocketShutdown.Send);
#pragma warning restore CA1849
        return await ReadAsync(stream);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var answer = new MemoryStream();
        using var limit = new CancellationTokenSource(Patience);
        await stream.CopyToAsync(answer, limit.Token);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sidecar.DisposeAsync();
        await _log.DisposeAsync();
    }
}
