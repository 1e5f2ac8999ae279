namespace HealthProbe;

/// <summary>A part of a wait during which every answer was the same.</summary>
/// <param name="Summary">What the answers were, as <see cref="Outcome.Summary"/> says it.</param>
/// <param name="Duration">How long the part lasted.</param>
public readonly record struct Phase(string Summary, TimeSpan Duration);
