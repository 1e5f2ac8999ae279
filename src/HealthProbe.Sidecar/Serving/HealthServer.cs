using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HealthProbe.Sidecar.Serving;

/// <summary>
/// The web server: the framework's own, without the hosting around it, and with bounds for clients that are slow or many.
/// </summary>
internal sealed class HealthServer : IAsyncDisposable
{
    // What a request to these endpoints can need; a client that sends more is cut off.
    private const int LongestRequest = 16 * 1024;

    private readonly KestrelServer _server;

    private HealthServer(KestrelServer server, int port) => (_server, Port) = (server, port);

    /// <summary>The port of the answers.</summary>
    public int Port { get; }

    /// <summary>Opens the addresses and answers.</summary>
    /// <exception cref="StartException">An address cannot be had.</exception>
    public static async Task<HealthServer> StartAsync(
        SidecarSettings settings, Endpoints endpoints, TimeProvider time, ClientTimeouts timeouts)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestLineSize = LongestRequest / 2;
        options.Limits.MaxRequestHeadersTotalSize = LongestRequest;
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.MaxRequestBodySize = LongestRequest;
        options.Limits.MaxRequestBufferSize = LongestRequest;
        options.Limits.MaxResponseBufferSize = LongestRequest;
        options.Limits.MinResponseDataRate = timeouts.ResponseRate;
        options.Limits.MaxConcurrentConnections = DescriptorLimit.MostConnections;
        options.Limits.RequestHeadersTimeout = timeouts.Headers;
        options.Limits.KeepAliveTimeout = timeouts.Idle;
        var listening = new List<ListenOptions>();
        var clients = new ClientConnections(DescriptorLimit.MostConnections * 3 / 4);
        Listen(options, settings.Host, settings.Port, each =>
        {
            each.Use(next => connection => clients.ServeAsync(next, connection));
            listening.Add(each);
        });
        if (settings.ManagementUrl is Target management)
        {
            Listen(options, management.Host, management.Port, each =>
                each.Use(next => connection => ServeManagement(management.Host, next, connection)));
        }

        var transport = new SocketTransportOptions
        {
            MaxReadBufferSize = LongestRequest,
            MaxWriteBufferSize = LongestRequest,

            // Answers come from memory: handing each to another thread would take longer than giving it.
            UnsafePreferInlineScheduling = true,
        };
        var sockets = new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), new PersistentListenerFactory(sockets, time), NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new HealthApplication(settings, endpoints, new Admission(settings, time)), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            server.Dispose();
            throw new StartException(Failure(settings, e));
        }

        return new HealthServer(server, listening[0].IPEndPoint!.Port);
    }

    public async ValueTask DisposeAsync()
    {
        // Answers that are on their way have a moment to leave.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static void Listen(KestrelServerOptions options, string host, int port, Action<ListenOptions> configure)
    {
        IPAddress[] addresses = Addresses(host, port);
        foreach (IPAddress address in addresses)
        {
            options.Listen(address, port, each =>
            {
                each.Protocols = HttpProtocols.Http1;

                // A client that closes its sending side after the request, as nc does, still waits for the response.
                // The web server would abort the connection.
                each.Use(next => connection =>
                {
                    connection.ConnectionClosed = CancellationToken.None;
                    return next(connection);
                });
                configure(each);
            });
        }
    }

    private static IPAddress[] Addresses(string host, int port)
    {
        try
        {
            IPAddress[] addresses = ListenAddresses.Of(host, port, SidecarTransport.Instance, TimeProvider.System);

            // A name may have addresses that this machine lacks: localhost does in a container without IPv6.
            IPAddress[] own = addresses.Length == 1 ? addresses : [.. addresses.Where(ListenAddresses.IsOfThisMachine)];

            // Any free port: another one on each address would help nobody.
            return own.Length == 0 ? addresses : port == 0 ? own[..1] : own;
        }
        catch (IOException e)
        {
            throw new StartException(e.Message);
        }
    }

    private static Task ServeManagement(string host, ConnectionDelegate next, ConnectionContext connection)
    {
        connection.Features.Set(new Management(host, (connection.LocalEndPoint as IPEndPoint)?.Address ?? IPAddress.None));
        return next(connection);
    }

    private static string Failure(SidecarSettings settings, Exception e)
    {
        string addresses = ListenAddresses.Written(settings.Host, settings.Port) + (settings.ManagementUrl is Target management ? $" and {management}" : "");
        return (e.GetBaseException() as SocketException)?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"cannot listen on {addresses}: the port is in use: stop what listens there, or write another --port",
            SocketError.AddressNotAvailable => $"cannot listen on {addresses}: this machine does not have that address: write another --host",
            SocketError.AccessDenied => $"cannot listen on {addresses}: not permitted (ports below 1024 may need a privilege)",
            SocketError.TooManyOpenSockets => $"cannot listen on {addresses}: too many open files",
            _ => $"cannot listen on {addresses}: {e.GetType().Name}",
        };
    }
}
