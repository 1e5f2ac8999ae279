using HealthProbe.Listening;

namespace HealthProbe.Hosting;

/// <summary>
/// Where the port is, and what must be healthy for it to be open. What code sets wins over the environment, and that over the configuration
/// section <c>HealthListener</c>.
/// </summary>
public sealed class HealthListenerOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "HealthListener";

    /// <summary>
    /// An address of this machine, a wildcard or a name; <see cref="HealthListener.DefaultHost"/> when null. From the environment:
    /// <c>HEALTH_CHECK_HOST</c>.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>
    /// The port, 0 for one that is free; <see cref="HealthListener.DefaultPort"/> when null. From the environment:
    /// <c>HEALTH_CHECK_PORT</c>.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// The health checks that count are those with one of these tags; every one when there are none. Separated by commas in configuration.
    /// </summary>
    public ISet<string> Tags { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pause between two reports: 10 seconds. More than zero, at most 24 hours.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one report may take before the application counts as unhealthy: 5 seconds. More than zero, at most 24 hours.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a degraded report keeps the port open: yes.</summary>
    public bool DegradedIsHealthy { get; set; } = true;

    /// <summary>
    /// How old the last <see cref="HealthListener.Heartbeat"/> may be while the port is open; null when no heartbeat is expected.
    /// </summary>
    public TimeSpan? MaximumHeartbeatAge { get; set; }
}
