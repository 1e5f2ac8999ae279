namespace HealthProbe.Sidecar.Dependencies;

/// <summary>Whether a dependency is left in peace after repeated failures.</summary>
internal enum CircuitState
{
    /// <summary>It is asked on its period.</summary>
    Closed,

    /// <summary>It failed again and again: it is asked less often.</summary>
    Open,

    /// <summary>It is being asked whether it is back.</summary>
    HalfOpen,
}
