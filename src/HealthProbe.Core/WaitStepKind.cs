namespace HealthProbe;

/// <summary>The kinds of <see cref="WaitStep"/>.</summary>
internal enum WaitStepKind
{
    Attempt,
    Pause,
    End,
}
