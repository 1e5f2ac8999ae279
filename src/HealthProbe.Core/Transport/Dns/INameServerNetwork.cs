using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Transport.Dns;

/// <summary>How a lookup reaches the name servers.</summary>
internal interface INameServerNetwork
{
    /// <exception cref="SocketException">There is no route, or no descriptor.</exception>
    DatagramSocket OpenDatagramSocket(IPEndPoint server);

    /// <exception cref="SocketException">The server cannot be connected to.</exception>
    ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken);
}
