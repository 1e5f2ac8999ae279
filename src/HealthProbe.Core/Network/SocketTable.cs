using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace HealthProbe.Network;

/// <summary>
/// The sockets that listen on a port, from /proc/net/tcp and tcp6 (proc(5)), for a process that may not ask over netlink. It knows no
/// backlog, and takes
/// every <c>[::]</c> to serve IPv4 too, as most do.
/// </summary>
internal static class SocketTable
{
    private const string StateListen = "0A";

    // Those that listen come before the connections, of which a busy machine has millions.
    private const int MostLines = 50_000;

    /// <summary>The sockets of both families; the one of IPv6 may be off.</summary>
    /// <exception cref="IOException">There is no such table.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static List<ListeningSocket> Listening(int port)
    {
        string[] tables = File.Exists("/proc/net/tcp6") ? ["/proc/net/tcp", "/proc/net/tcp6"] : ["/proc/net/tcp"];
        return [.. tables.SelectMany(table => File.ReadLines(table).Take(MostLines)).Select(Read).OfType<ListeningSocket>().Where(socket => socket.EndPoint.Port == port)];
    }

    /// <summary>Reads a line: null for the heading, and for a socket that does not listen.</summary>
    public static ListeningSocket? Read(string line)
    {
        // sl, local address, remote address, state, tx_queue:rx_queue.
        string[] fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 6 || fields[3] != StateListen)
        {
            return null;
        }

        string[] local = fields[1].Split(':');
        string[] queues = fields[4].Split(':');
        return new ListeningSocket(new IPEndPoint(ReadAddress(local[0]), int.Parse(local[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)), ReadWord(queues[1]));
    }

    // In words of four bytes, each printed as a number of this machine.
    private static IPAddress ReadAddress(string text)
    {
        uint[] words = new uint[text.Length / 8];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = ReadWord(text.AsSpan(i * 8, 8));
        }

        return new IPAddress(MemoryMarshal.AsBytes<uint>(words));
    }

    private static uint ReadWord(ReadOnlySpan<char> text) => uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
