namespace HealthProbe;

/// <summary>One attempt of a probe: the clock, what the attempt waits for, and its verdict once there is one.</summary>
/// <param name="timeProvider">The clock that measures the attempt; the system's when null.</param>
public sealed class Attempt(TimeProvider? timeProvider = null)
{
    private readonly long _start = (timeProvider ?? TimeProvider.System).GetTimestamp();

    /// <summary>An attempt that something else began.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="startedAt">The clock's timestamp when it began.</param>
    internal Attempt(TimeProvider timeProvider, long startedAt)
        : this(timeProvider) => _start = startedAt;

    // Written on the probe's thread, read by the prober when the timeout is over.
    private volatile Func<Outcome>? _missing;
    private volatile Verdict? _verdict;

    /// <summary>
    /// The clock for pauses inside an attempt. Timeouts of their own are not for probes: <see cref="Prober"/> owns the only one.
    /// </summary>
    public TimeProvider Time { get; } = timeProvider ?? TimeProvider.System;

    /// <summary>What precedes the description of what is missing, such as the address of a redirect; empty for nothing.</summary>
    internal string Prefix { get; set; } = "";

    /// <summary>
    /// The outcome that the probe reported before it was done, and the time until then; null until <see cref="Conclude"/>.
    /// </summary>
    internal Verdict? Concluded => _verdict;

    /// <summary>Time since the attempt began.</summary>
    internal TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>The timeout, for what divides its time. Only <see cref="Prober"/> ends the attempt.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.MaxValue;

    internal TimeSpan Remaining => Timeout - Elapsed;

    /// <summary>
    /// Publishes what has not happened so far, such as <c>no response to PING</c>. A timeout reports the last one published, followed by
    /// <c>within 1s</c>.
    /// </summary>
    /// <param name="missing">
    /// Makes the text, without secrets. Called at most once, when the timeout is over, perhaps on another thread.
    /// </param>
    public void WaitFor(Func<string> missing) => WaitFor(missing, Reason.Timeout);

    /// <summary>Publishes the outcome of a connection attempt that gets no answer until the timeout.</summary>
    internal void WaitForConnection(Func<Outcome> missing) => _missing = missing;

    /// <summary>
    /// Reports the outcome before the connection is closed, so that a slow close costs neither time nor verdict. The time of the first call
    /// counts: a later
    /// one only adds to the detail.
    /// </summary>
    internal void Conclude(Outcome outcome) => _verdict = new Verdict(outcome, _verdict?.Elapsed ?? Elapsed);

    /// <summary>As <see cref="WaitFor(Func{string})"/>, with the reason that a timeout reports.</summary>
    internal void WaitFor(Func<string> missing, Reason reason)
    {
        ArgumentNullException.ThrowIfNull(missing);
        _missing = () => Outcome.Unhealthy(reason, missing());
    }

    /// <summary>The outcome when the timeout is over.</summary>
    internal Outcome DescribeMissing()
    {
        Outcome missing = _missing?.Invoke() ?? Outcome.Unhealthy(Reason.Timeout, "no response");
        return Prefix.Length == 0 ? missing : Outcome.Unhealthy(missing.Reason, Prefix + missing.Detail);
    }

    /// <summary>An outcome and the time that it took.</summary>
    internal sealed record Verdict(Outcome Outcome, TimeSpan Elapsed);
}
