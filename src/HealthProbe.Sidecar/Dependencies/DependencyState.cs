using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>What is known of a dependency at one moment. It never changes: the next answer makes a new one.</summary>
/// <param name="Status">Up or down, after the thresholds.</param>
/// <param name="Last">The last answer, before the thresholds; null before the first.</param>
/// <param name="Since">When the status last changed, by the clock on the wall.</param>
internal sealed record DependencyState(DependencyStatus Status, Outcome? Last, DateTimeOffset Since)
{
    /// <summary>Healthy answers in a row.</summary>
    public int Successes { get; init; }

    /// <summary>Unhealthy answers in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Whether it is left in peace.</summary>
    public CircuitState Circuit { get; init; }

    /// <summary>Whether the last outcome says otherwise than the status, which the thresholds have not turned yet.</summary>
    public bool IsUnconfirmed => Last is Outcome last && last.IsHealthy != (Status == DependencyStatus.Up);

    /// <summary>What is known after one more answer.</summary>
    public DependencyState After(Outcome answer, DependencySettings settings, DateTimeOffset now)
    {
        int successes = answer.IsHealthy ? Successes + 1 : 0;
        int failures = answer.IsHealthy ? 0 : Failures + 1;
        DependencyStatus status = StatusAfter(successes, failures, settings);
        return new(status, answer, status == Status ? Since : now)
        {
            Successes = successes,
            Failures = failures,
            Circuit = CircuitBreaker.IsOpen(settings, failures) ? CircuitState.Open : CircuitState.Closed,
        };
    }

    // Of a dependency that was never up nothing good is known: its first failure is enough.
    private DependencyStatus StatusAfter(int successes, int failures, DependencySettings settings) =>
        successes >= settings.Successes ? DependencyStatus.Up
        : failures >= settings.Failures || (failures > 0 && Status == DependencyStatus.Unknown) ? DependencyStatus.Down
        : Status;
}
