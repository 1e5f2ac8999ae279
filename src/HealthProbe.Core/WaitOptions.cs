namespace HealthProbe;

/// <summary>How long to keep asking, and how often.</summary>
public sealed record WaitOptions
{
    /// <summary>
    /// The longest wait as a whole; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit; null to stop at the first
    /// unhealthy outcome. A wait that fails
    /// ends at its limit, not before.
    /// </summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>The longest one attempt may take; one second by default. The last attempt is cut to what remains of the limit.</summary>
    public TimeSpan Timeout { get; init; } = Prober.DefaultTimeout;

    /// <summary>
    /// The pause between attempts, one second by default. Only the last attempt before the limit may follow another one sooner.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Double the pause after each failed attempt, up to <see cref="MaxInterval"/>.</summary>
    public bool Backoff { get; init; }

    /// <summary>The longest pause with <see cref="Backoff"/>; 30 seconds by default.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many healthy answers in a row mean healthy; one by default.</summary>
    public int Successes { get; init; } = 1;
}
