using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace HealthProbe.Network;

/// <summary>One connection, opened and closed with five system calls: the framework's sockets start a thread and cost a quarter of the whole run. See docs/decisions/0003.</summary>
internal static unsafe partial class LinuxConnect
{
    private const int SocketStream = 1;
    private const int SocketNonBlocking = 0x800;
    private const int SocketCloseOnExec = 0x80000;
    private const int LevelSocket = 1;
    private const int OptionError = 4;
    private const short PollWritable = 4;
    private const int FlagTruncate = 0x20;
    private const int FlagDontWait = 0x40;
    private const int LongestAddress = 28;

    private const int Eintr = 4;
    private const int Einprogress = 115;

    /// <summary>Connects and closes cleanly.</summary>
    /// <returns>Success, or why not; <see cref="SocketError.TimedOut"/> after <paramref name="timeout"/>.</returns>
    public static SocketError Connect(IPEndPoint endPoint, TimeSpan timeout, TimeProvider time)
    {
        long start = time.GetTimestamp();
        ReadOnlySpan<byte> address = Serialize(endPoint);
        int descriptor = socket(MemoryMarshal.Read<short>(address), SocketStream | SocketNonBlocking | SocketCloseOnExec, 0);
        if (descriptor < 0)
        {
            return LastError();
        }

        try
        {
            fixed (byte* pointer = address)
            {
                if (connect(descriptor, pointer, address.Length) != 0 && Marshal.GetLastPInvokeError() is not (Einprogress or Eintr))
                {
                    return LastError();
                }
            }

            return IsWritable(descriptor, start, timeout, time) ? Settled(descriptor, address) : SocketError.TimedOut;
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static ReadOnlySpan<byte> Serialize(IPEndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        return address.Buffer.Span[..address.Size];
    }

    private static bool IsWritable(int descriptor, long start, TimeSpan timeout, TimeProvider time)
    {
        var wanted = new PollDescriptor { Descriptor = descriptor, Events = PollWritable };
        int ready;
        do
        {
            double remaining = (timeout - time.GetElapsedTime(start)).TotalMilliseconds;
            ready = poll(&wanted, 1, (int)Math.Ceiling(Math.Max(0, remaining)));
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Eintr);

        return ready > 0;
    }

    private static SocketError Settled(int descriptor, ReadOnlySpan<byte> remote)
    {
        int pending = PendingError(descriptor);
        if (pending != 0)
        {
            return FromErrno(pending);
        }

        // Both ends are the same: the kernel had picked the asked port as our own, so nobody listens there.
        byte* local = stackalloc byte[LongestAddress];
        int length = LongestAddress;
        if (getsockname(descriptor, local, &length) == 0 && remote.SequenceEqual(new ReadOnlySpan<byte>(local, length)))
        {
            return SocketError.ConnectionRefused;
        }

        // A greeting that is already here would turn our close into a reset, and a line in the server's log.
        _ = recv(descriptor, null, int.MaxValue, FlagDontWait | FlagTruncate);
        return SocketError.Success;
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
        1 or 13 => SocketError.AccessDenied,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        22 => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
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

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
