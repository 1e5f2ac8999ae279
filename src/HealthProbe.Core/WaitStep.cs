namespace HealthProbe;

/// <summary>What a wait does next.</summary>
/// <param name="Kind">An attempt, a pause, or the end.</param>
/// <param name="Duration">The timeout of the attempt, or the length of the pause.</param>
/// <param name="IsCut">Whether the limit of the wait leaves the attempt less than its timeout.</param>
internal readonly record struct WaitStep(WaitStepKind Kind, TimeSpan Duration, bool IsCut)
{
    public static WaitStep End => new(WaitStepKind.End, TimeSpan.Zero, false);

    public static WaitStep Pause(TimeSpan duration) => new(WaitStepKind.Pause, duration, false);

    public static WaitStep Attempt(TimeSpan timeout, bool isCut) => new(WaitStepKind.Attempt, timeout, isCut);
}
