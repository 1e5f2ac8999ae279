using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Metrics;

/// <summary>A dependency at the moment of a scrape, read once, so that its series do not contradict each other.</summary>
internal sealed class DependencyReading(Dependency dependency)
{
    public (string Name, string Value) Label { get; } = ("dependency", dependency.Settings.Name);

    /// <summary>The last answer; null before the first.</summary>
    public Outcome? Last { get; } = dependency.State.Last;

    /// <summary>Read after the last answer, so that it is always among them.</summary>
    public AttemptTotals Totals { get; } = dependency.Statistics.Read();
}
