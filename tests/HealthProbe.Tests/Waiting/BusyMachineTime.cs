namespace HealthProbe.Tests.Waiting;

/// <summary>
/// The clock of a machine that has other things to do: time passes between any two looks at it. Its timers are the system's.
/// </summary>
internal sealed class BusyMachineTime(TimeSpan step) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _now, step.Ticks);
}
