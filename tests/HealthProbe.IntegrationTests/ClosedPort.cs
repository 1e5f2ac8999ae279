using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>A port where nobody listens, and which nobody else can take meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _bound;

    public ClosedPort(IPAddress address, int port = 0)
    {
        _bound = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _bound.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException)
        {
            _bound.Dispose();
            throw;
        }
    }

    public int Port => ((IPEndPoint)_bound.LocalEndPoint!).Port;

    public void Dispose() => _bound.Dispose();
}
