using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>Does with each connection what a test says, and remembers what it was sent first.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Func<Stream, CancellationToken, Task> _script;

    public ScriptedServer(Func<Stream, CancellationToken, Task> script, EndPoint? endPoint = null)
    {
        _script = script;
        endPoint ??= new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(endPoint);
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public static Func<Stream, CancellationToken, Task> Answers(byte[] answer) => async (stream, stop) =>
    {
        await ReadRequestAsync(stream, stop);
        await stream.WriteAsync(answer, stop);
    };

    /// <summary>Reads up to the empty line.</summary>
    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        using var request = new MemoryStream();
        byte[] one = new byte[1];
        while (!request.GetBuffer().AsSpan(0, (int)request.Length).EndsWith("\r\n\r\n"u8) && await stream.ReadAsync(one, stop) == 1)
        {
            request.Write(one);
        }

        return System.Text.Encoding.UTF8.GetString(request.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket connection = await _listener.AcceptAsync(_stop.Token);
                _ = ServeAsync(connection);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        try
        {
            await _script(stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
