using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>What the server sees when the probe has gone: an end, not a reset that fills its log.</summary>
public class HangUpTests
{
    private const int Limit = 30_000;
    private const int Rounds = 200;

    private static readonly byte[] Greeting = "220 ready\r\n"u8.ToArray();

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_clean(Way way)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        (await Question.AskAsync(way, listener.LocalEndpoint.ToString()!)).IsHealthy.Should().BeTrue();

        using Socket connection = await listener.AcceptSocketAsync();
        (await connection.ReceiveAsync(new byte[1])).Should().Be(0);
        IsReset(connection).Should().BeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task Is_clean_when_the_server_had_greeted_asynchronously()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        for (int i = 0; i < Rounds; i++)
        {
            Task<Socket> greeting = Task.Run(() => Greet(listener.Server));
            (await Question.AskAsync(Way.Asynchronously, listener.LocalEndpoint.ToString()!)).IsHealthy.Should().BeTrue();
            using Socket connection = await greeting;

            // A greeting that came after the end is answered by a reset, but what the server reads first is the end.
            (await connection.ReceiveAsync(new byte[1])).Should().Be(0);
        }
    }

    private static Socket Greet(Socket listener)
    {
        Socket connection = listener.Accept();
        connection.NoDelay = true;
        connection.Send(Greeting);
        return connection;
    }

    // After a FIN, and before its own, an end is in CLOSE_WAIT; after a reset it is closed.
    internal static bool IsReset(Socket connection)
    {
        const int LevelTcp = 6;
        const int Info = 11;
        const byte CloseWait = 8;
        byte[] info = new byte[8];
        connection.GetRawSocketOption(LevelTcp, Info, info);
        return info[0] != CloseWait;
    }
}
