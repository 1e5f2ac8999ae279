namespace HealthProbe.Network;

/// <summary>The moment a timeout ends, for calls that block: they cannot watch a token.</summary>
/// <param name="timeout">The whole timeout.</param>
/// <param name="time">The clock.</param>
/// <param name="elapsed">How much of the timeout is over.</param>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time, TimeSpan elapsed = default)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Timeout => timeout;

    public TimeSpan Remaining => timeout - elapsed - time.GetElapsedTime(_start);

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>What is left in whole milliseconds, rounded up, for poll(2).</summary>
    public int Milliseconds => Math.Max(0, (int)Math.Ceiling(Remaining.TotalMilliseconds));
}
