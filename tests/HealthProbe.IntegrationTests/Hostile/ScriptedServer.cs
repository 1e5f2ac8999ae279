using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>Does the same thing to every connection, one after the other.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _script;
    private readonly Task _serving;

    public ScriptedServer(Func<Socket, CancellationToken, Task> script, UnixDomainSocketEndPoint? unixSocket = null, bool refuses = false)
    {
        _script = script;
        _listener = new Socket(unixSocket?.AddressFamily ?? AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(unixSocket ?? (EndPoint)new IPEndPoint(IPAddress.Loopback, 0));
        if (refuses)
        {
            _serving = Task.CompletedTask;
            return;
        }

        _listener.Listen();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Holds a port and does not listen.</summary>
    public static ScriptedServer ThatRefuses() => new((_, _) => Task.CompletedTask, refuses: true);

    /// <summary>Sends a beginning, ends its side, and reads until the other end has hung up too.</summary>
    public static ScriptedServer ThatClosesAfter(ReadOnlyMemory<byte> beginning) => new(async (connection, stop) =>
    {
        await connection.SendAsync(beginning, stop);
        connection.Shutdown(SocketShutdown.Send);
        await ReadAwayAsync(connection, stop);
    });

    /// <summary>Sends a beginning once it has heard something, and resets the connection.</summary>
    public static ScriptedServer ThatResetsAfter(ReadOnlyMemory<byte> beginning) => new(async (connection, stop) =>
    {
        await connection.SendAsync(beginning, stop);
        connection.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Sends an answer in pieces of one byte, and waits for the other end to hang up.</summary>
    public static ScriptedServer ThatSendsByteByByte(ReadOnlyMemory<byte> answer, TimeSpan pause) => new(async (connection, stop) =>
    {
        connection.NoDelay = true;
        for (int i = 0; i < answer.Length; i++)
        {
            await connection.SendAsync(answer.Slice(i, 1), stop);
            await Task.Delay(pause, stop);
        }

        await ReadAwayAsync(connection, stop);
    });

    /// <summary>Sends a beginning, and then the same thing until the other end hangs up.</summary>
    public static ScriptedServer ThatNeverEnds(ReadOnlyMemory<byte> beginning, ReadOnlyMemory<byte> repeated) => new(async (connection, stop) =>
    {
        await connection.SendAsync(beginning, stop);
        while (true)
        {
            await connection.SendAsync(repeated, stop);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task ReadAwayAsync(Socket connection, CancellationToken stop)
    {
        byte[] received = new byte[4096];
        while (await connection.ReceiveAsync(received, stop) > 0)
        {
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket connection = await _listener.AcceptAsync(_stop.Token);
                await RunAsync(connection);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task RunAsync(Socket connection)
    {
        try
        {
            await _script(connection, _stop.Token);
        }
        catch (SocketException)
        {
            // The probe has hung up, which it may at any time.
        }
    }
}
