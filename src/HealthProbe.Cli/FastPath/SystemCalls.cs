using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace HealthProbe.Cli.FastPath;

/// <summary>
/// The system calls of the fast path, made by entry.c without libc. Each returns what the kernel returns: a negative number is an error
/// number.
/// </summary>
internal static unsafe partial class SystemCalls
{
    public const int Inet = 2;
    public const int Inet6 = 10;
    public const int Unix = 1;
    public const short Readable = 1;
    public const short Writable = 4;

    // POLLERR and POLLNVAL; POLLHUP comes with the last bytes of a Unix socket.
    public const short Error = 8 | 32;
    public const int InProgress = -115;
    public const int NoSignal = 0x4000;

    // SOCK_STREAM, SOCK_NONBLOCK and SOCK_CLOEXEC; the numbers are the same on x64 and arm64.
    public const int NonBlockingStream = 1 | 0x800 | 0x80000;

    private const string Library = "fastpath";

    [LibraryImport(Library, EntryPoint = "healthprobe_socket"), SuppressGCTransition]
    public static partial nint Socket(int family, int type);

    [LibraryImport(Library, EntryPoint = "healthprobe_connect"), SuppressGCTransition]
    public static partial nint Connect(int descriptor, byte* address, int length);

    [LibraryImport(Library, EntryPoint = "healthprobe_ppoll"), SuppressGCTransition]
    public static partial nint Poll(PollDescriptor* descriptor, TimeSpecification* timeout);

    [LibraryImport(Library, EntryPoint = "healthprobe_getsockname"), SuppressGCTransition]
    public static partial nint GetSocketName(int descriptor, byte* address, int* length);

    [LibraryImport(Library, EntryPoint = "healthprobe_send"), SuppressGCTransition]
    public static partial nint Send(int descriptor, byte* bytes, nint count, int flags);

    [LibraryImport(Library, EntryPoint = "healthprobe_receive"), SuppressGCTransition]
    public static partial nint Receive(int descriptor, byte* bytes, nint count);

    [LibraryImport(Library, EntryPoint = "healthprobe_close"), SuppressGCTransition]
    public static partial nint Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "healthprobe_monotonic"), SuppressGCTransition]
    public static partial nint GetMonotonicTime(TimeSpecification* time);

    [LibraryImport(Library, EntryPoint = "healthprobe_exit"), SuppressGCTransition]
    public static partial void Exit(int code);

    [LibraryImport(Library, EntryPoint = "healthprobe_user_agent"), SuppressGCTransition]
    public static partial byte* GetUserAgent();

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary><c>struct timespec</c> of a 64-bit kernel.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;

        public long TotalNanoseconds => (Seconds * 1_000_000_000) + Nanoseconds;

        public void Set(long nanoseconds)
        {
            Seconds = nanoseconds / 1_000_000_000;
            Nanoseconds = nanoseconds % 1_000_000_000;
        }
    }
}
