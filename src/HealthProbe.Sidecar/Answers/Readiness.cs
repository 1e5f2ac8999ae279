namespace HealthProbe.Sidecar.Answers;

/// <summary>Whether requests may be sent, and if not, why.</summary>
internal enum Readiness
{
    /// <summary>The sidecar is being stopped.</summary>
    Stopping,

    /// <summary>There are no workers.</summary>
    NoWorkers,

    /// <summary>A critical dependency or the application has not been checked.</summary>
    Starting,

    /// <summary>A critical dependency is unhealthy.</summary>
    DependencyDown,

    /// <summary>The application is not ready.</summary>
    ApplicationNotReady,

    /// <summary>Everything is ready.</summary>
    Ready,
}
