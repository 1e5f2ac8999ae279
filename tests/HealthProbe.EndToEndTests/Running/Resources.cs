using System.Globalization;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>What a process has used, as the kernel says.</summary>
internal static class Resources
{
    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>Time on a processor so far, exact to 10 ms; threads that have ended are in it.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        // The name in brackets may hold anything.
        string stat = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10) * (Number(fields[UserTime]) + Number(fields[SystemTime]));
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long Resident(int process) => Memory(process, "VmRSS:");

    /// <summary>The most that was ever resident, in bytes.</summary>
    public static long PeakResident(int process) => Memory(process, "VmHWM:");

    private static long Memory(int process, string field) =>
        1024 * Number(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
