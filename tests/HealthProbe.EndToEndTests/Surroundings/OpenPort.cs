using System.Net;
using System.Net.Sockets;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>A server on a free port of loopback that accepts, and closes when the other side has.</summary>
internal sealed class OpenPort : IDisposable
{
    private readonly TcpListener _listener;

    public OpenPort(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start(backlog: 512);
        _ = AcceptAsync();
    }

    public int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using Socket connection = await _listener.AcceptSocketAsync();
                await connection.ReceiveAsync(new byte[16]);
            }
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
