using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>Hears StatsD datagrams on UDP or on a Unix socket, and hands each to the count of workers.</summary>
internal sealed class StatsdReceiver : IAsyncDisposable
{
    private const int StackSize = 256 * 1024;
    private const int LargestDatagram = 65_536;

    private readonly IReadOnlyList<Socket> _sockets;
    private readonly WorkerCount _count;
    private readonly LinuxDatagrams? _linux;
    private readonly List<TaskCompletionSource> _threads = [];
    private int _isDisposed;

    private StatsdReceiver(IReadOnlyList<Socket> sockets, WorkerCount count, bool isPortable)
    {
        _sockets = sockets;
        _count = count;
        _linux = isPortable ? null : new LinuxDatagrams();
        Port = sockets[0].LocalEndPoint is IPEndPoint endPoint ? endPoint.Port : 0;
        count.Counters.AskForDropped(() => DroppedDatagrams.On(sockets));
        if (_linux is not null)
        {
            int[] descriptors = [.. sockets.Select(socket => (int)socket.SafeHandle.DangerousGetHandle())];
            Run(() => _linux.Receive(descriptors, count));
            return;
        }

        foreach (Socket socket in sockets)
        {
            Run(() => Receive(socket));
        }
    }

    /// <summary>The UDP port that is heard; 0 on a Unix socket.</summary>
    public int Port { get; }

    /// <summary>Opens the address and begins to hear, on a thread of its own.</summary>
    /// <param name="host">A name, an address, <c>localhost</c> for both loopbacks, or <c>unix:///path</c>.</param>
    /// <param name="port">The UDP port; 0 for any free one.</param>
    /// <param name="count">Who takes the datagrams.</param>
    /// <exception cref="StartException">The address cannot be had; the message is one line that says which and why.</exception>
    public static StatsdReceiver Start(string host, int port, WorkerCount count) => Start(host, port, count, isPortable: !LinuxDatagrams.AreSupported);

    /// <summary>The same, with the calls of Linux or with those that every system has.</summary>
    internal static StatsdReceiver Start(string host, int port, WorkerCount count, bool isPortable) =>
        new(host.StartsWith(UnixDatagramSocket.Scheme, StringComparison.Ordinal) ? [UnixDatagramSocket.Open(host)] : UdpSockets.Open(host, port), count, isPortable);

    /// <summary>Hears no more, gives the address back, and removes the file of a Unix socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        if (_linux is null)
        {
            Close();
        }

        _linux?.Stop();
        await Task.WhenAll(_threads.Select(thread => thread.Task)).ConfigureAwait(false);
        long? dropped = DroppedDatagrams.On(_sockets);
        _count.Counters.AskForDropped(() => dropped);
        Close();
        _linux?.Dispose();
    }

    private void Close()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private void Run(Action receive)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _threads.Add(ended);
        var thread = new Thread(
            () =>
            {
                receive();
                ended.SetResult();
            },
            StackSize)
        {
            IsBackground = true,
            Name = "statsd",
        };
        thread.Start();
    }

    // Where the system is not Linux: one thread for each socket, until the socket is closed.
    private void Receive(Socket socket)
    {
        byte[] buffer = new byte[LargestDatagram];
        while (Volatile.Read(ref _isDisposed) == 0)
        {
            try
            {
                _count.Apply(buffer.AsSpan(0, socket.Receive(buffer)));
            }
            catch (SocketException)
            {
                // Too large, or an answer to what somebody else sent: the next one may be well.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
