using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>A listener whose queue of connections is full, so that the kernel drops every handshake.</summary>
internal sealed class SilentServer : IDisposable
{
    private const int MostConnections = 16;

    private static readonly TimeSpan HandshakeOnLoopback = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listener;
    private readonly List<Socket> _queued = [];

    public SilentServer(IPAddress address, int port = 0)
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

        _listener.Listen(0);
        while (IsAnswering())
        {
            _queued.Should().HaveCountLessThan(MostConnections, "a queue of length 0 should be full by now");
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private bool IsAnswering()
    {
        var client = new Socket(_listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _queued.Add(client);
        try
        {
            client.Connect(_listener.LocalEndPoint!);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
        }

        return client.Poll(HandshakeOnLoopback, SelectMode.SelectWrite);
    }
}
