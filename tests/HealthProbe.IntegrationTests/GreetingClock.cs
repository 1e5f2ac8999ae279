using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>A server that greets whenever somebody reads the clock: so the greeting is there before the probe, which has just connected, hangs up.</summary>
internal sealed class GreetingClock : TimeProvider, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _greeting;

    public GreetingClock(byte[] greeting)
    {
        _greeting = greeting;
        _listener.Start();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public Socket? Connection { get; private set; }

    public override long GetTimestamp()
    {
        if (Connection is null && _listener.Pending())
        {
            Connection = _listener.AcceptSocket();
            Connection.Send(_greeting);
        }

        return base.GetTimestamp();
    }

    public void Dispose()
    {
        Connection?.Dispose();
        _listener.Dispose();
    }
}
