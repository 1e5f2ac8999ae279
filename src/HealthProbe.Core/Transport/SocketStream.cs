using System.Net.Sockets;

namespace HealthProbe.Transport;

/// <summary>
/// A network stream that closes cleanly: bytes that were received and not read would turn the close into a reset, and a line in the
/// server's log.
/// </summary>
internal sealed class SocketStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // What a greeting takes. A peer that has sent more is not worth waiting for.
    private const int MostDrained = 64 * 1024;

    protected override void Dispose(bool disposing)
    {
        try
        {
            // The end goes first: a greeting that comes between the two finds a connection that is already over.
            Socket.Shutdown(SocketShutdown.Send);
            int available = Socket.Available;
            if (available > 0)
            {
                _ = Socket.Receive(new byte[Math.Min(available, MostDrained)]);
            }
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }

        base.Dispose(disposing);
    }
}
