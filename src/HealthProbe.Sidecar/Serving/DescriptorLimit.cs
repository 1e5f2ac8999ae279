using HealthProbe.Transport.Linux;

namespace HealthProbe.Sidecar.Serving;

/// <summary>How many connections fit into the process's limits of open files and memory.</summary>
internal static class DescriptorLimit
{
    // For dependencies, StatsD, the runtime and the log.
    private const int Reserved = 64;

    // Each that holds as much as it may, and never reads, costs 50 kB: so many of them are half of the heap's limit in Executable.props.
    private const int Most = 2_000;

    /// <summary>The most connections at a time; one more is closed at once.</summary>
    public static int MostConnections => OperatingSystem.IsLinux() ? Math.Clamp(LinuxSocket.MaxDescriptors - Reserved, 8, Most) : Most;
}
