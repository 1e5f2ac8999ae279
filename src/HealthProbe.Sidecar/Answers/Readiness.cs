namespace HealthProbe.Sidecar.Answers;

/// <summary>Whether requests may come, and if not, what is in the way.</summary>
internal enum Readiness
{
    /// <summary>It is being stopped.</summary>
    Stopping,

    /// <summary>There are no workers.</summary>
    NoWorkers,

    /// <summary>A critical dependency is not healthy, or was not asked yet.</summary>
    DependencyDown,

    /// <summary>The application says no, or nothing that makes sense.</summary>
    ApplicationNotReady,

    /// <summary>Everything is ready.</summary>
    Ready,
}
