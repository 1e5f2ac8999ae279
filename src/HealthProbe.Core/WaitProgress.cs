namespace HealthProbe;

/// <summary>One attempt of a wait.</summary>
/// <param name="Outcome">
/// The outcome of the attempt. An attempt that the limit cut short, and that got no response, repeats the outcome before.
/// </param>
/// <param name="Elapsed">The time since the wait began.</param>
/// <param name="Successes">How many outcomes in a row were healthy, this one included; 0 when this one is not.</param>
/// <param name="IsChange">Whether this is the first outcome, or differs in its <see cref="Outcome.Summary"/> from the one before.</param>
/// <param name="IsRepeated">Whether this is a change to what an earlier part of the wait was.</param>
public readonly record struct WaitProgress(Outcome Outcome, TimeSpan Elapsed, int Successes, bool IsChange, bool IsRepeated);
