using System.Globalization;
using System.Runtime.InteropServices;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>What a process has used, as the kernel says.</summary>
internal static partial class Resources
{
    // The clock of a process in nanoseconds, threads that have ended included: clock_getcpuclockid(3), and CPUCLOCK_SCHED in the kernel's
    // posix-timers.h.
    private const int SchedulerClock = 2;

    /// <summary>Time on a processor so far.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        clock_gettime((~process << 3) | SchedulerClock, out TimeSpec time).Should().Be(0);
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long Resident(int process) => Memory(process, "VmRSS:");

    /// <summary>The most that was ever resident, in bytes.</summary>
    public static long PeakResident(int process) => Memory(process, "VmHWM:");

    private static long Memory(int process, string field) =>
        1024 * Number(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
