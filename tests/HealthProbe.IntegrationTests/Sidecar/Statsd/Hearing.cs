using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.IntegrationTests.Sidecar.Statsd;

/// <summary>A receiver with its count, and what tests send to it.</summary>
internal sealed class Hearing : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StatsdReceiver _receiver;

    public Hearing(string host, int port = 0) => _receiver = StatsdReceiver.Start(host, port, Count);

    private Hearing(string host, bool isPortable) => _receiver = StatsdReceiver.Start(host, 0, Count, isPortable);

    public WorkerCount Count { get; } = new(new SidecarSettings(), TimeProvider.System);

    public int Port => _receiver.Port;

    /// <summary>One that does without the calls of Linux.</summary>
    public static Hearing Portably(string host) => new(host, isPortable: true);

    public void Send(IPAddress address, string packet) => Send(new IPEndPoint(address, Port), packet);

    public static void Send(EndPoint to, string packet)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(packet), to);
    }

    public async Task UntilItHearsAsync(double workers) => await UntilAsync(() => Count.Current == workers, () => $"it hears {Count.Current}, not {workers}");

    public static async Task UntilAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested)
            {
                Assert.Fail(otherwise());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Count.Dispose();
    }
}
