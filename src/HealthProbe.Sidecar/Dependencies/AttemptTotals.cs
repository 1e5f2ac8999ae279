namespace HealthProbe.Sidecar.Dependencies;

/// <summary>What the attempts at a dependency add up to, at one moment.</summary>
/// <param name="Failures">Those that found it unhealthy.</param>
/// <param name="Seconds">How long all of them took together.</param>
/// <param name="CountsUpTo">How many took at most as long as each of <see cref="DependencyStatistics.Bounds"/>.</param>
internal sealed record AttemptTotals(long Failures, double Seconds, IReadOnlyList<long> CountsUpTo)
{
    /// <summary>All of them: the last bound is infinite.</summary>
    public long Attempts => CountsUpTo[^1];
}
