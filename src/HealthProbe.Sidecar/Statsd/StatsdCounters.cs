namespace HealthProbe.Sidecar.Statsd;

/// <summary>What the StatsD side has seen since the start. Only grows; safe to read from any thread.</summary>
internal sealed class StatsdCounters
{
    private static readonly LineError[] AllErrors = Enum.GetValues<LineError>();

    private readonly long[] _errors = new long[AllErrors.Length];
    private long _packets;
    private long _samples;
    private Func<long?> _dropped = () => null;

    /// <summary>Datagrams that arrived, empty ones included.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Lines that were valid samples, of any type; several values packed into one line are one.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Datagrams that the kernel threw away because they came too fast; null where it does not say.</summary>
    public long? Dropped => Volatile.Read(ref _dropped)();

    /// <summary>Lines that could not be read, by the name of the reason; every reason is there, those that never happened with 0.</summary>
    public IEnumerable<KeyValuePair<string, long>> Errors =>
        AllErrors.Select(error => KeyValuePair.Create(LineErrorName.Of(error), Volatile.Read(ref _errors[(int)error])));

    public void CountPacket(int samples)
    {
        Interlocked.Increment(ref _packets);
        Interlocked.Add(ref _samples, samples);
    }

    public void Count(LineError error) => Interlocked.Increment(ref _errors[(int)error]);

    /// <summary>Says who knows how many datagrams were dropped.</summary>
    public void AskForDropped(Func<long?> dropped) => Volatile.Write(ref _dropped, dropped);
}
