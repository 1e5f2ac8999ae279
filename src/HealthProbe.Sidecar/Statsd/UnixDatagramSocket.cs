using System.Net.Sockets;
using System.Text;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>
/// A Unix datagram socket at a path. The framework removes its file when it is closed; one that was killed leaves it, and the next one to
/// start removes it.
/// </summary>
internal static unsafe class UnixDatagramSocket
{
    public const string Scheme = "unix://";

    private const int LongestPath = 107;

    // The application may run as another user: the folder decides who may send, the file does not. A mask of 0111 makes a file of mode
    // 0666.
    private const uint MaskOfExecution = 0x49;

    /// <summary>Opens <c>unix:///path</c>, for every user who can reach the path to write to.</summary>
    /// <exception cref="StartException">Why not; a file that is no socket, or that somebody listens at, is left as it is.</exception>
    public static Socket Open(string url)
    {
        string path = url[Scheme.Length..];
        if (!path.StartsWith('/') || path.EndsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Failure(url, "that is no absolute path of a file: write unix:///path");
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw Failure(url, "a path of a socket has at most 107 bytes: write a shorter one");
        }

        try
        {
            RemoveStale(url, path);
            return Bind(path);
        }
        catch (SocketException e)
        {
            throw Failure(url, Why(e.SocketErrorCode, path));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Failure(url, Why(SocketError.AccessDenied, path));
        }
    }

    private static Socket Bind(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

        // The mode is set by bind(2) itself: between it and a chmod of the path, another user could put a link to any file there.
        uint mask = OperatingSystem.IsLinux() ? Libc.umask(MaskOfExecution) : 0;
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            _ = OperatingSystem.IsLinux() ? Libc.umask(mask) : 0;
        }
    }

    private static void RemoveStale(string url, string path)
    {
        switch (IsSocket(path))
        {
            case null:
                return;
            case false:
                throw Failure(url, "that file is no socket: remove it or write another path");
        }

        using var knock = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            knock.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolType)
        {
            // A socket of another type, and alive.
        }

        throw Failure(url, Why(SocketError.AddressAlreadyInUse, path));
    }

    private static string Why(SocketError error, string path) => error switch
    {
        SocketError.AddressAlreadyInUse => "somebody listens there: stop it or write another --statsd-host",
        SocketError.AccessDenied => "not permitted: write a path in a folder that this user may write to",
        SocketError.TooManyOpenSockets => "too many open files: raise the limit (ulimit -n)",
        _ when !Directory.Exists(Path.GetDirectoryName(path)) => "there is no such folder: make it or write another path",
        _ => $"it cannot be listened on ({error}): write another --statsd-host",
    };

    private static StartException Failure(string url, string why) => new($"statsd {url}: {why}");

    // Null when nothing is there, or it cannot be looked at. A link is no socket, whatever it leads to.
    private static bool? IsSocket(string path)
    {
        const int currentFolder = -100;
        const int noFollow = 0x100;
        const uint maskType = 1;
        const int modeOffset = 28;
        const int typeBits = 0xF000;
        const int socketType = 0xC000;
        byte* status = stackalloc byte[256];
        return OperatingSystem.IsLinux() && Libc.statx(currentFolder, path, noFollow, maskType, status) == 0
            ? (*(ushort*)(status + modeOffset) & typeBits) == socketType
            : null;
    }
}
