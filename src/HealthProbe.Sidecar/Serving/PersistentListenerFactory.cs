using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace HealthProbe.Sidecar.Serving;

/// <summary>
/// Sockets that go on accepting when the process had no descriptor left for a while. The web server would stop accepting for ever, and say
/// nothing.
/// </summary>
internal sealed class PersistentListenerFactory(IConnectionListenerFactory inner, TimeProvider time) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), time);

    private sealed class Listener(IConnectionListener inner, TimeProvider time) : IConnectionListener
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                try
                {
                    return await inner.AcceptAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
