namespace HealthProbe.Sidecar.Dependencies;

/// <summary>
/// How often attempts failed, and a histogram of their durations. Each reading is consistent, also while attempts are added.
/// </summary>
internal sealed class DependencyStatistics
{
    private static readonly double[] UpperBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, double.PositiveInfinity];

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[UpperBounds.Length];
    private long _failures;
    private TimeSpan _sum;

    /// <summary>The upper bounds of the buckets, in seconds; the last one is infinite.</summary>
    public static IReadOnlyList<double> Bounds => UpperBounds;

    /// <summary>Takes one answer.</summary>
    public void Add(Outcome answer)
    {
        int bucket = Array.FindIndex(UpperBounds, bound => answer.Elapsed.TotalSeconds <= bound);
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += answer.Elapsed;
            _failures += answer.IsHealthy ? 0 : 1;
        }
    }

    public AttemptTotals Read()
    {
        long[] upTo = new long[UpperBounds.Length];
        long count = 0;
        lock (_lock)
        {
            for (int i = 0; i < upTo.Length; i++)
            {
                upTo[i] = count += _counts[i];
            }

            return new(_failures, _sum.TotalSeconds, upTo);
        }
    }
}
