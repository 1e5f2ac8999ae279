using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace HealthProbe.Sidecar.Serving;

/// <summary>
/// How many connections one client may hold. Without it a single one could hold them all, and Kubernetes' probes would be refused.
/// </summary>
/// <param name="most">Connections of one client at a time; one more is closed at once.</param>
internal sealed class ClientConnections(int most)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        IPAddress client = Client.Of((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None);
        try
        {
            if (_open.AddOrUpdate(client, 1, (_, count) => count + 1) <= most)
            {
                await next(connection).ConfigureAwait(false);
            }
            else
            {
                connection.Abort();
            }
        }
        finally
        {
            Leave(client);
        }
    }

    // A client that holds none is forgotten, unless it came back meanwhile.
    private void Leave(IPAddress client)
    {
        if (_open.AddOrUpdate(client, 0, (_, count) => count - 1) == 0)
        {
            _open.TryRemove(KeyValuePair.Create(client, 0));
        }
    }
}
