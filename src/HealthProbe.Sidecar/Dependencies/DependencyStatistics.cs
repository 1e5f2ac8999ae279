namespace HealthProbe.Sidecar.Dependencies;

/// <summary>How often attempts failed, and a histogram of their durations in seconds. Safe to read while it is written.</summary>
internal sealed class DependencyStatistics
{
    /// <summary>The upper bounds of the buckets, in seconds; the last, unwritten one is infinite.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public long Failures => throw new NotImplementedException();

    public long Count => throw new NotImplementedException();

    public double SumSeconds => throw new NotImplementedException();

    /// <summary>How many attempts took at most as long as the bound of that index.</summary>
    public long CountUpTo(int index) => throw new NotImplementedException($"{index}");
}
