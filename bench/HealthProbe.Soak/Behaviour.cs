namespace HealthProbe.Soak;

/// <summary>What a dependency of the sidecar does for a while.</summary>
internal enum Behaviour
{
    Ready,
    Refuses,
    Hangs,
    Drips,
    Errs,
    BreaksOff,
    TalksNonsense,
}
