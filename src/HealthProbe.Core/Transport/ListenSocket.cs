using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>
/// A TCP socket that holds its address from the beginning, and listens from <see cref="Listen"/> until it is disposed of. Before that,
/// the address refuses.
/// </summary>
/// <remarks>
/// It binds with SO_REUSEADDR, so that connections which are still closing do not prevent that. On Linux the option lets another process
/// bind too, and listen,
/// until this one does: so it is off while the address is only held.
/// </remarks>
internal abstract class ListenSocket : IDisposable
{
    /// <summary>Where it is bound, with the port that the kernel chose for port 0.</summary>
    public abstract IPEndPoint EndPoint { get; }

    /// <exception cref="SocketException">Another socket listens there.</exception>
    public abstract void Listen(int backlog);

    /// <summary>Accepts a connection and closes its sending side.</summary>
    /// <exception cref="SocketException">The error of accept.</exception>
    public abstract ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stops listening, and then closes: a process that is just being started by this one has copies of all descriptors for a moment.
    /// </summary>
    public abstract void Dispose();
}
