using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport.Linux;

/// <summary>Connects on a <see cref="PollLoop"/>: no other thread, unless something must block.</summary>
internal sealed class PollTransport(PollLoop loop, HostResolver resolver) : NetworkTransport(resolver)
{
    private Stream? _established;

    /// <summary>A connection to the target that exists already: the first connect returns it. Null for none.</summary>
    public Stream? Established
    {
        init => _established = value;
    }

    public override ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        if (_established is Stream established)
        {
            _established = null;
            return new((established, SocketError.Success));
        }

        (int descriptor, SocketError error) = LinuxSocket.StartConnect(endPoint);
        return error switch
        {
            SocketError.IOPending => CompleteAsync(descriptor, endPoint, cancellationToken),
            SocketError.Success => new(Complete(
                descriptor, LinuxSocket.IsSelfConnected(descriptor, endPoint) ? SocketError.ConnectionRefused : error)),
            _ => new((null, error)),
        };
    }

    public override DatagramSocket OpenDatagramSocket(IPEndPoint endPoint)
    {
        (int descriptor, SocketError error) = LinuxSocket.StartConnect(endPoint, LinuxSocket.TypeDatagram);
        return error == SocketError.Success ? new PollDatagramSocket(loop, descriptor) : throw new SocketException((int)error);
    }

    public override T Run<T>(Task<T> task) => loop.Run(task);

    public override Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        loop.RunBlockingAsync(function, cancellationToken);

    public override void Start(Func<Task> work) => _ = work();

    public override ListenSocket Bind(IPEndPoint endPoint) => new PollListenSocket(loop, endPoint);

    private async ValueTask<(Stream? Stream, SocketError Error)> CompleteAsync(
        int descriptor, EndPoint endPoint, CancellationToken cancellationToken)
    {
        try
        {
            await loop.WaitAsync(descriptor, LinuxSocket.Writable, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LinuxSocket.Close(descriptor);
            throw;
        }

        return Complete(descriptor, LinuxSocket.CompleteConnect(descriptor, endPoint));
    }

    private (Stream? Stream, SocketError Error) Complete(int descriptor, SocketError error)
    {
        if (error == SocketError.Success)
        {
            return (new PollStream(loop, descriptor), error);
        }

        LinuxSocket.Close(descriptor);
        return (null, error);
    }
}
