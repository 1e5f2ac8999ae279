using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Soak;

/// <summary>A server on one port whose behaviour changes. What was connected is hung up at each change.</summary>
internal sealed class SwitchedServer : IAsyncDisposable
{
    private readonly byte[] _answer;
    private readonly byte[] _error;
    private Socket _listener;
    private CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public SwitchedServer(string name, string scheme, bool isCritical, byte[] answer, byte[] error)
    {
        (Name, Scheme, IsCritical, _answer, _error) = (name, scheme, isCritical, answer, error);
        _listener = Bound(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Listen();
    }

    public string Name { get; }

    public string Scheme { get; }

    public bool IsCritical { get; }

    public int Port { get; }

    public Behaviour Behaviour { get; private set; }

    public bool IsReady => Behaviour == Behaviour.Ready;

    public async Task TurnAsync(Behaviour behaviour)
    {
        await StopAsync();
        Behaviour = behaviour;

        // Bound without listening it refuses, and nobody else can take the port.
        _listener = Bound(Port);
        if (behaviour != Behaviour.Refuses)
        {
            Listen();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static Socket Bound(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Listen()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _listener.Listen();
        _serving = AcceptAsync(_listener, _stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Socket connection = await listener.AcceptAsync(stop);
                _ = ServeAsync(connection, stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken stop)
    {
        using (connection)
        {
            try
            {
                await SayAsync(connection, stop);
                connection.Shutdown(SocketShutdown.Send);
                byte[] received = new byte[4096];
                while (await connection.ReceiveAsync(received, stop) > 0)
                {
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // It has hung up, or the behaviour changes.
            }
        }
    }

    private async Task SayAsync(Socket connection, CancellationToken stop)
    {
        switch (Behaviour)
        {
            case Behaviour.Hangs:
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case Behaviour.Drips:
                for (int i = 0; i < _answer.Length; i++)
                {
                    await connection.SendAsync(_answer.AsMemory(i, 1), stop);
                    await Task.Delay(TimeSpan.FromSeconds(1), stop);
                }

                break;
            default:
                await connection.SendAsync(
                    Behaviour switch
                    {
                        Behaviour.Ready => _answer,
                        Behaviour.Errs => _error,
                        Behaviour.BreaksOff => _answer.AsMemory(0, _answer.Length - 1),
                        _ => Nonsense(),
                    },
                    stop);
                break;
        }
    }

    private static byte[] Nonsense()
    {
        byte[] nonsense = new byte[Random.Shared.Next(1, 64 * 1024)];
        Random.Shared.NextBytes(nonsense);
        return nonsense;
    }
}
