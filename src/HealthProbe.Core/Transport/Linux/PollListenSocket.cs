using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport.Linux;

/// <summary>A socket that accepts on a <see cref="PollLoop"/>.</summary>
internal sealed class PollListenSocket : ListenSocket
{
    private readonly PollLoop _loop;
    private readonly int _descriptor;
    private bool _isDisposed;

    /// <exception cref="SocketException">The address cannot be bound to.</exception>
    public PollListenSocket(PollLoop loop, IPEndPoint endPoint)
    {
        _loop = loop;
        _descriptor = LinuxSocket.Bind(endPoint);
        EndPoint = new IPEndPoint(endPoint.Address, LinuxSocket.GetLocalPort(_descriptor));
    }

    public override IPEndPoint EndPoint { get; }

    public override void Listen(int backlog) => LinuxSocket.Listen(_descriptor, backlog);

    public override async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_loop.HasDueTimer && LinuxSocket.Accept(_descriptor) is int accepted)
            {
                LinuxSocket.ShutdownSend(accepted);
                return new PollStream(_loop, accepted);
            }

            await _loop.WaitAsync(_descriptor, LinuxSocket.Readable, cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _loop.Forget(_descriptor);
            LinuxSocket.CloseListening(_descriptor);
        }
    }
}
