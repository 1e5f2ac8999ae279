using System.Net;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>Hears StatsD datagrams on UDP or on a Unix socket, and hands each to the count of workers.</summary>
internal sealed class StatsdReceiver : IAsyncDisposable
{
    /// <summary>The UDP port that is heard; 0 on a Unix socket.</summary>
    public int Port => throw new NotImplementedException();

    /// <summary>Opens the address and begins to hear.</summary>
    /// <param name="host">A name, an address, <c>localhost</c> for both loopbacks, or <c>unix:///path</c>.</param>
    /// <param name="port">The UDP port; 0 for any free one.</param>
    /// <param name="count">Who takes the datagrams.</param>
    /// <exception cref="StartException">The address cannot be had; the message is one line that says which and why.</exception>
    public static StatsdReceiver Start(string host, int port, WorkerCount count) => throw new NotImplementedException($"{host} {port} {count} {IPAddress.Loopback}");

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
