using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Transport;

/// <summary>Connects with the framework's asynchronous sockets, on any platform: for applications.</summary>
internal sealed class AsyncTransport : NetworkTransport
{
    private AsyncTransport()
    {
    }

    public static AsyncTransport Instance { get; } = new();

    public override async ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            ProtocolType protocol = endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp;
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error == SocketError.Success && !endPoint.Equals(socket.LocalEndPoint))
            {
                var stream = new SocketStream(socket);
                socket = null;
                return (stream, SocketError.Success);
            }

            // TCP self-connect: the kernel chose the target port as the local port. No server is listening.
            return (null, error == SocketError.Success ? SocketError.ConnectionRefused : error);
        }
        catch (SocketException e)
        {
            return (null, e.SocketErrorCode);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    // The thread cannot be interrupted.
    public override Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        Task.Run(function, cancellationToken).WaitAsync(cancellationToken);

    public override void Start(Func<Task> work) => _ = Task.Run(work);

    public override ListenSocket Bind(IPEndPoint endPoint) => new AsyncListenSocket(endPoint);

    public override async ValueTask<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        StaticGlibc.ConfigureNameService();
        return await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
