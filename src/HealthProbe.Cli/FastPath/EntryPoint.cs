using System.Runtime.CompilerServices;

namespace HealthProbe.Cli.FastPath;

/// <summary>
/// The entry point of the native file, before libc and the runtime start. It decides that a target is healthy and exits, or it returns, and
/// the command goes on where
/// it stopped. Nothing here may allocate, throw, or call anything but this folder and its system calls: the build checks that (check.sh).
/// </summary>
internal static unsafe class EntryPoint
{
    private const int MemoryBytes = 2048;

    // A slow target is for the command, which tries a name's other address after so long (RFC 8305, section 5), and which a signal ends as
    // PID 1 too.
    private const long MaxConnect = 50_000_000;
    private const long MaxWait = 100_000_000;

    /// <summary>Called by entry.c.</summary>
    /// <param name="stack">What the kernel put on the stack: argc, argv, null, the environment, null.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(nint* stack)
    {
        int count = (int)stack[0];
        byte** arguments = (byte**)(stack + 1);
        byte** environment = arguments + count + 1;
        if (count < 1 || ArgumentReader.HasOwnVariable(environment))
        {
            return;
        }

        byte* bytes = stackalloc byte[MemoryBytes];
        var memory = new TextBuffer(bytes, MemoryBytes);
        Check check;
        Unsafe.SkipInit(out check);
        check.Kind = CheckKind.Connection;
        check.Request = default;
        var reader = new ArgumentReader(environment, Text.FromTerminated(SystemCalls.GetUserAgent()));
        if (reader.TryRead(count, arguments, &memory, &check))
        {
            Probe(&check);
        }
    }

    private static void Probe(Check* check)
    {
        check->StartedAt = GetTime();
        Handover.StartedAt = check->StartedAt;
        SystemCalls.TimeSpecification remaining;
        remaining.Seconds = 0;
        remaining.Nanoseconds = 0;
        remaining.Set(check->Timeout < MaxWait ? check->Timeout : MaxWait);
        int descriptor = (int)SystemCalls.Socket(check->Family, SystemCalls.NonBlockingStream);
        if (descriptor < 0)
        {
            return;
        }

        if (!TryConnect(descriptor, check) || (check->Kind == CheckKind.Connection && IsConnectedToItself(descriptor, check)))
        {
            // No connection to a server was made, so the command starts again: no server notices.
            SystemCalls.Close(descriptor);
            return;
        }

        if (check->Kind == CheckKind.Connection ? GetRemaining(check) > 0 : Exchange.Run(descriptor, check, &remaining))
        {
            SystemCalls.Exit(0);
        }
    }

    private static bool TryConnect(int descriptor, Check* check)
    {
        nint result = SystemCalls.Connect(descriptor, check->Address, check->AddressLength);
        SystemCalls.TimeSpecification limit;
        limit.Seconds = 0;
        limit.Nanoseconds = 0;
        limit.Set(check->Timeout < MaxConnect ? check->Timeout : MaxConnect);
        return result == 0 || (result == SystemCalls.InProgress && Wait(descriptor, SystemCalls.Writable, &limit));
    }

    /// <summary>Waits for one event and no other: an error is for the command.</summary>
    internal static bool Wait(int descriptor, short wanted, SystemCalls.TimeSpecification* remaining)
    {
        SystemCalls.PollDescriptor poll;
        poll.Descriptor = descriptor;
        poll.Events = wanted;
        poll.Returned = 0;
        return SystemCalls.Poll(&poll, remaining) == 1 && (poll.Returned & wanted) != 0 && (poll.Returned & SystemCalls.Error) == 0;
    }

    // The kernel may choose the target's port as the local port; then no server is listening.
    private static bool IsConnectedToItself(int descriptor, Check* check)
    {
        if (check->Family == SystemCalls.Unix)
        {
            return false;
        }

        byte* own = stackalloc byte[Check.MaxAddressBytes];
        int length = Check.MaxAddressBytes;
        return SystemCalls.GetSocketName(descriptor, own, &length) != 0 || (own[2] == check->Address[2] && own[3] == check->Address[3]);
    }

    /// <summary>What remains of the timeout, in nanoseconds.</summary>
    internal static long GetRemaining(Check* check) => check->Timeout - (GetTime() - check->StartedAt);

    private static long GetTime()
    {
        SystemCalls.TimeSpecification now;
        now.Seconds = 0;
        now.Nanoseconds = 0;
        SystemCalls.GetMonotonicTime(&now);
        return now.TotalNanoseconds;
    }
}
