namespace HealthProbe;

/// <summary>How a wait ended, and what its time went on.</summary>
/// <param name="Outcome">The answer that ended it; the last unhealthy one when the limit did.</param>
/// <param name="Elapsed">How long the whole wait took.</param>
/// <param name="Attempts">How often the target was asked.</param>
/// <param name="Phases">The parts in their order; a healthy part only where more than one success is wanted.</param>
public sealed record WaitResult(Outcome Outcome, TimeSpan Elapsed, int Attempts, IReadOnlyList<Phase> Phases);
