namespace HealthProbe.Sidecar.Dependencies;

/// <summary>What is known of a dependency.</summary>
internal enum DependencyStatus
{
    /// <summary>It has not been asked yet, which is not ready.</summary>
    Unknown,

    /// <summary>It is not healthy.</summary>
    Down,

    /// <summary>It is healthy.</summary>
    Up,
}
