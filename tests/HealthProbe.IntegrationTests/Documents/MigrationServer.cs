using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>A server in a state, at an address that takes the place of the one in the document.</summary>
internal sealed class MigrationServer(string address, params IAsyncDisposable[] parts) : IAsyncDisposable
{
    /// <summary>A port, or the path of a socket.</summary>
    public string Address => address;

    public static async Task<MigrationServer> StartAsync(string service, MigrationState state, MariaDb mariaDb) => (service, state) switch
    {
        ("/run/app.sock", MigrationState.Nobody) => new MigrationServer(NewSocket()),
        ("/run/app.sock", _) => OnASocket(Script(state)),
        (_, MigrationState.Nobody) => new MigrationServer(Text(RunningServer.FreePort())),
        (_, MigrationState.Silent) => Scripted(SilentAsync),
        ("8000", _) => Scripted(Script(state)),
        ("5432", MigrationState.NotReady) => Scripted(StartUpAsync),
        ("3306", MigrationState.NotReady) => Scripted((stream, stop) => SayAsync(stream, TooManyConnections(), stop)),
        ("6379", MigrationState.NotReady) => Scripted((stream, stop) => SayAsync(stream, "-LOADING Redis is loading the dataset in memory\r\n"u8.ToArray(), stop)),
        ("5432", _) => await PostgresAsync(),
        ("3306", _) => new MigrationServer(Text(mariaDb.Port)),
        ("6379", _) => await RedisAsync(),
        _ => await EtcdAsync(),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in parts)
        {
            await part.DisposeAsync();
        }
    }

    private static string NewSocket() => Path.Combine(Path.GetTempPath(), $"healthprobe-{Guid.NewGuid():N}.sock");

    private static MigrationServer Scripted(Func<Stream, CancellationToken, Task> script)
    {
        var server = new ScriptedServer(script);
        return new MigrationServer(Text(server.Port), server);
    }

    private static MigrationServer OnASocket(Func<Stream, CancellationToken, Task> script)
    {
        string path = NewSocket();
        return new MigrationServer(path, new ScriptedServer(script, new UnixDomainSocketEndPoint(path)));
    }

    private static Func<Stream, CancellationToken, Task> Script(MigrationState state) => state switch
    {
        MigrationState.Up => ScriptedServer.Answers("HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{\"status\":\"UP\"}"u8.ToArray()),
        MigrationState.NotReady => ScriptedServer.AnswersStatus(() => 500),
        _ => SilentAsync,
    };

    private static async Task SilentAsync(Stream stream, CancellationToken stop) => await stream.CopyToAsync(Stream.Null, stop);

    private static async Task SayAsync(Stream stream, byte[] answer, CancellationToken stop)
    {
        await stream.WriteAsync(answer, stop);
        await stream.CopyToAsync(Stream.Null, stop);
    }

    // PostgreSQL while it recovers: no TLS (N), then ErrorResponse: severity, SQLSTATE cannot_connect_now, message.
    private static async Task StartUpAsync(Stream stream, CancellationToken stop)
    {
        const int LengthOfARequestForTls = 8;
        byte[] fields = "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"u8.ToArray();
        byte[] length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, stop);
        while (BinaryPrimitives.ReadInt32BigEndian(length) == LengthOfARequestForTls)
        {
            await stream.ReadExactlyAsync(new byte[LengthOfARequestForTls - length.Length], stop);
            await stream.WriteAsync("N"u8.ToArray(), stop);
            await stream.ReadExactlyAsync(length, stop);
        }

        await SayAsync(stream, [(byte)'E', 0, 0, 0, (byte)(fields.Length + length.Length), .. fields], stop);
    }

    // An error packet in place of the handshake: number 0 of the connection, error 1040.
    private static byte[] TooManyConnections()
    {
        byte[] error = [0xff, 0x10, 0x04, .. "Too many connections"u8];
        return [(byte)error.Length, 0, 0, 0, .. error];
    }

    private static async Task<MigrationServer> PostgresAsync()
    {
        PostgresServer server = await PostgresServer.StartAsync("database system is ready to accept connections", "host all all 127.0.0.1/32 scram-sha-256", []);
        return new MigrationServer(Text(server.Port), server);
    }

    private static async Task<MigrationServer> RedisAsync()
    {
        RedisServer server = await RedisServer.StartAsync();
        return new MigrationServer(Text(server.Port), server);
    }

    private static async Task<MigrationServer> EtcdAsync()
    {
        int port = RunningServer.FreePort();
        string folder = RunningServer.NewFolder();
        string url = $"http://127.0.0.1:{port}";
        string peer = $"http://127.0.0.1:{RunningServer.FreePort()}";
        string[] arguments = ["--data-dir", Path.Combine(folder, "data"), "--listen-client-urls", url, "--advertise-client-urls", url,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}"];
        return new MigrationServer(Text(port), await RunningServer.StartAsync("etcd", folder, arguments, $"grpc://127.0.0.1:{port}", TimeSpan.FromSeconds(30)));
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
