using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;

namespace HealthProbe.Sidecar.Serving;

/// <summary>
/// So many requests a second from each client. It has no timer, which would wake a process at rest: a request after the second begins the
/// next one.
/// </summary>
/// <param name="most">Requests a second from one client.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimit(int most, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    // What it holds is forgotten with the second, so it never holds more than the clients of one.
    private volatile Window _window = new(time.GetTimestamp());

    /// <summary>Counts a request, and says whether it may pass.</summary>
    public bool Allows(IPAddress client)
    {
        Window window = _window;
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(window.Start, now) >= Length)
        {
            _window = window = new Window(now);
        }

        return Interlocked.Increment(ref window.Requests.GetOrAdd(Client.Of(client), _ => new StrongBox<int>()).Value) <= most;
    }

    private sealed record Window(long Start)
    {
        public ConcurrentDictionary<IPAddress, StrongBox<int>> Requests { get; } = new();
    }
}
