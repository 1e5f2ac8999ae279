namespace HealthProbe.Sidecar.Dependencies;

/// <summary>What is known of a dependency at one moment. It never changes: the next answer makes a new one.</summary>
/// <param name="Status">Up or down, after the thresholds.</param>
/// <param name="Last">The last answer, before the thresholds; null before the first.</param>
/// <param name="Since">When the status last changed.</param>
internal sealed record DependencyState(DependencyStatus Status, Outcome? Last, DateTimeOffset Since);
