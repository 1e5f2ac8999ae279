using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>
/// Sends the same pieces over each connection, one after the other, once a request has arrived; then it closes, or stays silent.
/// </summary>
internal sealed class RecordingServer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly string[] _pieces;
    private readonly bool _closes;

    public RecordingServer(bool closes, params string[] pieces)
    {
        (_closes, _pieces) = (closes, pieces);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What each connection sent, in the order in which they were accepted.</summary>
    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_ended.Token));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using Socket owned = connection;
        try
        {
            byte[] buffer = new byte[8192];
            int count = await connection.ReceiveAsync(buffer, _ended.Token);
            lock (Requests)
            {
                Requests.Add(Encoding.ASCII.GetString(buffer, 0, count));
            }

            foreach (string piece in _pieces)
            {
                await connection.SendAsync(Encoding.Latin1.GetBytes(piece), _ended.Token);
                await Task.Delay(Pause, _ended.Token);
            }

            if (!_closes)
            {
                await connection.ReceiveAsync(buffer, _ended.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
        }
    }
}
