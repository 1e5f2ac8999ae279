using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>The number of workers, as gauges say it. Written by one receiver, read by anybody.</summary>
internal sealed class WorkerCount(SidecarSettings settings, TimeProvider time)
{
    /// <summary>What was counted on the way.</summary>
    public StatsdCounters Counters { get; } = new();

    /// <summary>The number; null when none was ever heard, or the last one is older than the time to live.</summary>
    public double? Current => throw new NotImplementedException($"{settings} {time}");

    /// <summary>Takes one datagram.</summary>
    public void Apply(ReadOnlySpan<byte> packet) => throw new NotImplementedException();
}
