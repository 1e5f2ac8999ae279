using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;

namespace HealthProbe.IntegrationTests;

/// <summary>
/// The transport of the calling thread: that of the poll loop which runs on it, or the framework's. So a probe is made once for both.
/// </summary>
internal sealed class ThreadTransport : NetworkTransport
{
    [ThreadStatic]
    private static NetworkTransport? _current;

    private ThreadTransport()
        : base(new CurrentResolver())
    {
    }

    public static ThreadTransport Instance { get; } = new();

    private static NetworkTransport Current => _current ?? AsyncTransport.Instance;

    /// <summary>Sets the transport of the calling thread; null for the framework's.</summary>
    public static void Use(NetworkTransport? transport) => _current = transport;

    public override ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
        Current.ConnectAsync(endPoint, cancellationToken);

    public override Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) => Current.RunBlockingAsync(function, cancellationToken);

    public override void Start(Func<Task> work) => Current.Start(work);

    public override ListenSocket Bind(IPEndPoint endPoint) => Current.Bind(endPoint);

    public override DatagramSocket OpenDatagramSocket(IPEndPoint endPoint) => Current.OpenDatagramSocket(endPoint);

    public override T Run<T>(Task<T> task) => Current.Run(task);

    private sealed class CurrentResolver : HostResolver
    {
        public override async ValueTask<Resolution> ResolveAsync(
            string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
        {
            (IPAddress[] addresses, ConnectError? error) = await Current.ResolveAsync(host, attempt, cancellationToken);
            return new Resolution(addresses, error is null ? null : error.ToOutcome().Detail);
        }
    }
}
