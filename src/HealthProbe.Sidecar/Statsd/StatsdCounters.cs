namespace HealthProbe.Sidecar.Statsd;

/// <summary>What the StatsD side has seen since the start. Only grows; safe to read from any thread.</summary>
internal sealed class StatsdCounters
{
    public long Packets => throw new NotImplementedException();

    public long Samples => throw new NotImplementedException();

    /// <summary>Datagrams that the kernel threw away because they came too fast; null where it does not say.</summary>
    public long? Dropped => throw new NotImplementedException();

    /// <summary>Lines that could not be read, by the name of the reason.</summary>
    public IEnumerable<KeyValuePair<string, long>> Errors => throw new NotImplementedException();
}
