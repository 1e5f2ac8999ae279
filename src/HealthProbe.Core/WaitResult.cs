namespace HealthProbe;

/// <summary>How a wait ended, and what its time went on.</summary>
/// <param name="Outcome">The answer that ended it; the last unhealthy one when the limit did.</param>
/// <param name="Elapsed">How long the whole wait took.</param>
/// <param name="Attempts">How often the target was asked.</param>
/// <param name="Phases">The unhealthy parts in their order; together with the healthy rest they make up <see cref="Elapsed"/>.</param>
public sealed record WaitResult(Outcome Outcome, TimeSpan Elapsed, int Attempts, IReadOnlyList<Phase> Phases);
