using System.Net;
using System.Net.Sockets;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>A port of loopback that refuses. It is bound and nobody listens, so that no other program can open it meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
