using System.Net;
using System.Net.Sockets;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>
/// A port of loopback that never answers: its queue holds one connection, which nobody accepts, and the kernel drops the next.
/// </summary>
internal sealed class FullPort : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _queued = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public FullPort()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 0);
        _queued.Connect(_listener.LocalEndPoint!);
    }

    public int Number => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Takes the one connection out of the queue.</summary>
    public void Accept() => _listener.Accept().Dispose();

    public void Dispose()
    {
        _queued.Dispose();
        _listener.Dispose();
    }
}
