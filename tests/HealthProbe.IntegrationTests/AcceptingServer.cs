using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>Accepts every connection and hangs up when the other end does.</summary>
internal sealed class AcceptingServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public AcceptingServer(IPAddress address, int port = 0)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }

        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Accepted { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        byte[] nothing = new byte[1];
        try
        {
            while (true)
            {
                using Socket connection = await _listener.AcceptAsync(_stop.Token);
                Accepted++;
                await connection.ReceiveAsync(nothing, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
