namespace HealthProbe.Sidecar.Dependencies;

/// <summary>How often attempts failed, and a histogram of their durations in seconds. Safe to read while it is written.</summary>
internal sealed class DependencyStatistics
{
    private static readonly double[] UpperBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] _buckets = new long[UpperBounds.Length + 1];
    private long _failures;
    private long _ticks;

    /// <summary>The upper bounds of the buckets, in seconds; the last, unwritten one is infinite.</summary>
    public static IReadOnlyList<double> Bounds => UpperBounds;

    public long Failures => Volatile.Read(ref _failures);

    /// <summary>How many attempts there were. Read after the buckets, it is never less than they are.</summary>
    public long Count => CountUpTo(UpperBounds.Length);

    public double SumSeconds => TimeSpan.FromTicks(Volatile.Read(ref _ticks)).TotalSeconds;

    /// <summary>How many attempts took at most as long as the bound of that index.</summary>
    public long CountUpTo(int index)
    {
        long count = 0;
        for (int i = 0; i <= index; i++)
        {
            count += Volatile.Read(ref _buckets[i]);
        }

        return count;
    }

    /// <summary>Takes one answer.</summary>
    public void Add(Outcome answer)
    {
        int bucket = Array.FindIndex(UpperBounds, bound => answer.Elapsed.TotalSeconds <= bound);
        Interlocked.Increment(ref _buckets[bucket < 0 ? UpperBounds.Length : bucket]);
        Interlocked.Add(ref _ticks, answer.Elapsed.Ticks);
        if (!answer.IsHealthy)
        {
            Interlocked.Increment(ref _failures);
        }
    }
}
