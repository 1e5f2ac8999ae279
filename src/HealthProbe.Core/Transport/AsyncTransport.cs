using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>Connects with the framework's asynchronous sockets, on any platform.</summary>
internal sealed class AsyncTransport(HostResolver resolver) : NetworkTransport(resolver)
{
    /// <summary>The transport of applications.</summary>
    public static AsyncTransport Instance { get; } = new(FrameworkResolver.Instance);

    public override async ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(
        EndPoint endPoint, CancellationToken cancellationToken)
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

    public override DatagramSocket OpenDatagramSocket(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(endPoint);
            return new AsyncDatagramSocket(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    public override T Run<T>(Task<T> task) => task.GetAwaiter().GetResult();

    // The thread cannot be interrupted.
    public override Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        Task.Run(function, cancellationToken).WaitAsync(cancellationToken);

    public override void Start(Func<Task> work) => _ = Task.Run(work);

    public override ListenSocket Bind(IPEndPoint endPoint) => new AsyncListenSocket(endPoint);
}
