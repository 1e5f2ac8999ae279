namespace HealthProbe.Network;

/// <summary>The moment a timeout ends, for calls that block: they cannot watch a token.</summary>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Timeout => timeout;

    public TimeSpan Remaining => timeout - time.GetElapsedTime(_start);

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>What is left in whole milliseconds, rounded up, for poll(2).</summary>
    public int Milliseconds => Math.Max(0, (int)Math.Ceiling(Remaining.TotalMilliseconds));
}
