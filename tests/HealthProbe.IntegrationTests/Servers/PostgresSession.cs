using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>A client of PostgreSQL that stays.</summary>
internal sealed class PostgresSession : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<PostgresSession> OpenAsync(int port)
    {
        byte[] parameters = [0, 3, 0, 0, .. "user\0postgres\0\0"u8];
        byte[] readyForQuery = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];
        var session = new PostgresSession();
        await session._client.ConnectAsync("127.0.0.1", port);
        NetworkStream stream = session._client.GetStream();
        await stream.WriteAsync((byte[])[0, 0, 0, (byte)(parameters.Length + 4), .. parameters]);
        var heard = new List<byte>();
        byte[] received = new byte[4096];
        while (!heard.TakeLast(readyForQuery.Length).SequenceEqual(readyForQuery))
        {
            int count = await stream.ReadAsync(received);
            count.Should().BePositive("a session is to be opened");
            heard.AddRange(received[..count]);
        }

        return session;
    }

    public void Dispose() => _client.Dispose();
}
