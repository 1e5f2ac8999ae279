using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>Redis with no data.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string Program = "redis-server";

    private RedisServer(RunningServer running, int port) => (Running, Port) = (running, port);

    public RunningServer Running { get; }

    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="settings">As in redis.conf.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        int port = RunningServer.FreePort();
        var running = RunningServer.Start(Program, RunningServer.NewFolder(), Arguments(["bind 127.0.0.1", $"port {port}", .. settings]));
        await running.HasWrittenAsync("Ready to accept connections");
        return new RedisServer(running, port);
    }

    /// <summary>What the command line says for some settings, without the data that would be written.</summary>
    public static IEnumerable<string> Arguments(IEnumerable<string> settings) => settings.Prepend("save \"\"").Select(setting => setting.Split(' ', 2)).SelectMany(pair => (string[])["--" + pair[0], pair[1]]);

    /// <summary>Sends a command to it.</summary>
    /// <returns>The connection, and the first line of the answer when it is read.</returns>
    public async Task<(TcpClient Client, Task<string?> Answer)> SendAsync(string command)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        var reader = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
        return (client, reader.ReadLineAsync());
    }

    /// <summary>Sends a command to it that it must obey.</summary>
    public async Task DoAsync(string command)
    {
        (TcpClient client, Task<string?> answer) = await SendAsync(command);
        using (client)
        {
            (await answer).Should().Be("+OK");
        }
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
