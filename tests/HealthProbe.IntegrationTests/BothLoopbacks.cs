using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests;

/// <summary>One port on both addresses of localhost, so that a target has two addresses without a resolver.</summary>
internal static class BothLoopbacks
{
    private const int Attempts = 50;

    public static bool Exist { get; } = Socket.OSSupportsIPv6 && CanBind(IPAddress.IPv6Loopback);

    /// <summary>Opens the same port twice.</summary>
    /// <param name="onIPv4">Takes the address and any port.</param>
    /// <param name="onIPv6">Takes the address and the port that the first one got; somebody else may have it, then both try again.</param>
    /// <param name="portOf">The port of the first.</param>
    public static (T4 OnIPv4, T6 OnIPv6) Open<T4, T6>(Func<IPAddress, T4> onIPv4, Func<IPAddress, int, T6> onIPv6, Func<T4, int> portOf)
    {
        for (int attempt = 1; ; attempt++)
        {
            T4 first = onIPv4(IPAddress.Loopback);
            try
            {
                return (first, onIPv6(IPAddress.IPv6Loopback, portOf(first)));
            }
            catch (SocketException) when (attempt < Attempts)
            {
                (first as IDisposable)?.Dispose();
            }
        }
    }

    private static bool CanBind(IPAddress address)
    {
        try
        {
            using var port = new ClosedPort(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
