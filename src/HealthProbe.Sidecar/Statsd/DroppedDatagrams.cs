using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>
/// What the kernel threw away because nobody read it in time. It counts for each socket and is asked when somebody wants to know
/// (SO_MEMINFO, Linux 4.12).
/// </summary>
internal static class DroppedDatagrams
{
    private const int LevelSocket = 1;
    private const int MemoryInformation = 55;
    private const int Numbers = 9;
    private const int DropsNumber = 8;

    /// <summary>Their number on all sockets together; null where the kernel does not say.</summary>
    public static long? On(IReadOnlyList<Socket> sockets)
    {
        long sum = 0;
        Span<uint> numbers = stackalloc uint[Numbers];
        foreach (Socket socket in sockets)
        {
            try
            {
                if (!OperatingSystem.IsLinux() || socket.GetRawSocketOption(LevelSocket, MemoryInformation, MemoryMarshal.AsBytes(numbers)) != Numbers * sizeof(uint))
                {
                    return null;
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return null;
            }

            sum += numbers[DropsNumber];
        }

        return sum;
    }
}
