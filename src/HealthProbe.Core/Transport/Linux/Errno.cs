using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HealthProbe.Transport.Linux;

/// <summary>Error numbers of the kernel, which are the same on x64 and arm64 (errno(3)).</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int InProgress = 115;

    /// <summary>The error of the last call of <see cref="Libc"/>, as the framework names it.</summary>
    public static SocketError Last => ToSocketError(Marshal.GetLastPInvokeError());

    public static SocketError ToSocketError(int error) => error switch
    {
        1 or 13 => SocketError.AccessDenied, // EPERM, EACCES
        2 => SocketError.AddressNotAvailable, // ENOENT
        TryAgain => SocketError.WouldBlock,
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        22 => SocketError.InvalidArgument, // EINVAL
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        32 or 104 => SocketError.ConnectionReset, // EPIPE, ECONNRESET
        90 => SocketError.MessageSize, // EMSGSIZE
        91 => SocketError.ProtocolType, // EPROTOTYPE
        97 => SocketError.AddressFamilyNotSupported, // EAFNOSUPPORT
        98 => SocketError.AddressAlreadyInUse, // EADDRINUSE
        99 => SocketError.AddressNotAvailable, // EADDRNOTAVAIL
        100 => SocketError.NetworkDown, // ENETDOWN
        101 => SocketError.NetworkUnreachable, // ENETUNREACH
        103 => SocketError.ConnectionAborted, // ECONNABORTED
        110 => SocketError.TimedOut, // ETIMEDOUT
        111 => SocketError.ConnectionRefused, // ECONNREFUSED
        112 => SocketError.HostDown, // EHOSTDOWN
        113 => SocketError.HostUnreachable, // EHOSTUNREACH
        _ => SocketError.SocketError,
    };
}
