using System.Globalization;

namespace HealthProbe.Sidecar.Serving;

/// <summary>How many connections fit into the process's limits of open files and memory.</summary>
internal static class DescriptorLimit
{
    // For dependencies, StatsD, the runtime and the log.
    private const int Reserved = 64;

    // Each that holds as much as it may, and never reads, costs 50 kB: so many of them are half of the heap's limit in Executable.props.
    private const int Most = 2_000;

    /// <summary>The most connections at a time; one more is closed at once.</summary>
    public static int MostConnections => Math.Clamp(Soft() - Reserved, 8, Most);

    private static int Soft()
    {
        try
        {
            string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(each => each.StartsWith("Max open files", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, string soft, ..]
                && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : Most;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Most;
        }
    }
}
