using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace HealthProbe.Network;

/// <summary>The system calls of one connection: the framework's sockets start a thread, which costs a quarter of the whole run. See docs/decisions/0003.</summary>
internal static unsafe partial class LinuxSocket
{
    public const short Readable = 1;
    public const short Writable = 4;

    private const int FamilyNetlink = 16;
    private const int TypeStream = 1;
    private const int TypeRaw = 3;
    private const int TypeNonBlocking = 0x800;
    private const int TypeCloseOnExec = 0x80000;
    private const int LevelSocket = 1;
    private const int OptionError = 4;
    private const int FlagTruncate = 0x20;
    private const int FlagDontWait = 0x40;
    private const int FlagNoSignal = 0x4000;
    private const int LongestAddress = 128;
    private const int DescriptorLimit = 7;

    private const int Eintr = 4;
    private const int Eagain = 11;
    private const int Einprogress = 115;

    /// <summary>How many descriptors this process may have open; 1,024 where the system does not say.</summary>
    public static int MostDescriptors
    {
        get
        {
            ulong* limits = stackalloc ulong[2];
            return getrlimit(DescriptorLimit, limits) == 0 ? (int)Math.Min(limits[0], int.MaxValue) : 1024;
        }
    }

    /// <summary>Opens a socket that speaks with the kernel itself (netlink(7)).</summary>
    /// <exception cref="SocketException">It is not permitted, or the kernel has no such protocol.</exception>
    public static int OpenNetlink(int protocol)
    {
        int descriptor = socket(FamilyNetlink, TypeRaw | TypeCloseOnExec, protocol);
        return descriptor >= 0 ? descriptor : throw new SocketException((int)LastError());
    }

    /// <summary>Begins to connect.</summary>
    /// <returns>The descriptor, or -1 and why not.</returns>
    public static (int Descriptor, SocketError Error) Begin(EndPoint endPoint)
    {
        ReadOnlySpan<byte> address = Serialize(endPoint);
        int descriptor = socket(MemoryMarshal.Read<short>(address), TypeStream | TypeNonBlocking | TypeCloseOnExec, 0);
        if (descriptor < 0)
        {
            return (-1, LastError());
        }

        fixed (byte* pointer = address)
        {
            if (connect(descriptor, pointer, address.Length) == 0 || Marshal.GetLastPInvokeError() is Einprogress or Eintr)
            {
                return (descriptor, SocketError.Success);
            }
        }

        SocketError error = LastError();
        Close(descriptor);
        return (-1, error);
    }

    /// <summary>What came of it, once the descriptor is writable.</summary>
    public static SocketError Settle(int descriptor, EndPoint endPoint)
    {
        int error = PendingError(descriptor);
        if (error != 0)
        {
            return FromErrno(error);
        }

        // Both ends are the same: the kernel had picked the asked port as our own, so nobody listens there.
        byte* local = stackalloc byte[LongestAddress];
        int length = LongestAddress;
        bool isSelf = getsockname(descriptor, local, &length) == 0 && Serialize(endPoint).SequenceEqual(new ReadOnlySpan<byte>(local, length));
        return isSelf ? SocketError.ConnectionRefused : SocketError.Success;
    }

    /// <summary>Waits until one of the descriptors is ready; false when the time is over.</summary>
    public static bool Poll(Span<PollDescriptor> descriptors, int milliseconds)
    {
        fixed (PollDescriptor* pointer = descriptors)
        {
            // Interrupted by a signal is "not yet": the caller looks at its deadline and asks again.
            return poll(pointer, (nuint)descriptors.Length, milliseconds) > 0;
        }
    }

    /// <summary>Receives what is there; null when nothing is yet.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public static int? Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return Result(recv(descriptor, pointer, (nuint)buffer.Length, FlagDontWait));
        }
    }

    /// <summary>Sends what the kernel takes; null when it takes nothing yet.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public static int? Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return Result(send(descriptor, pointer, (nuint)bytes.Length, FlagDontWait | FlagNoSignal));
        }
    }

    /// <summary>Closes cleanly: bytes that were received and not read would turn the close into a reset, and a line in the server's log.</summary>
    public static void Close(int descriptor)
    {
        _ = recv(descriptor, null, int.MaxValue, FlagDontWait | FlagTruncate);
        _ = close(descriptor);
    }

    private static ReadOnlySpan<byte> Serialize(EndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        return address.Buffer.Span[..address.Size];
    }

    private static int? Result(nint count)
    {
        if (count >= 0)
        {
            return (int)count;
        }

        return Marshal.GetLastPInvokeError() is Eagain or Eintr ? null : throw new SocketException((int)LastError());
    }

    private static int PendingError(int descriptor)
    {
        int error = 0;
        int length = sizeof(int);
        return getsockopt(descriptor, LevelSocket, OptionError, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    private static SocketError LastError() => FromErrno(Marshal.GetLastPInvokeError());

    private static SocketError FromErrno(int error) => error switch
    {
        1 or 13 => SocketError.AccessDenied, // EPERM, EACCES
        2 => SocketError.AddressNotAvailable, // ENOENT
        Eagain => SocketError.WouldBlock,
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        22 => SocketError.InvalidArgument, // EINVAL
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        32 or 104 => SocketError.ConnectionReset, // EPIPE, ECONNRESET
        91 => SocketError.ProtocolType, // EPROTOTYPE
        97 => SocketError.AddressFamilyNotSupported, // EAFNOSUPPORT
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

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int descriptor, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int descriptor, int level, int option, int* value, int* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockname(int descriptor, byte* address, int* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, ulong* limits);
}
