namespace HealthProbe.Sidecar.Answers;

/// <summary>The fixed texts of a readiness.</summary>
internal static class ReadinessText
{
    /// <summary>The message of <c>/readyz</c> and <c>/health</c>.</summary>
    public static string Message(Readiness readiness) => readiness switch
    {
        Readiness.Ready => "ready",
        Readiness.NoWorkers => "no workers",
        Readiness.Starting => "starting",
        Readiness.DependencyDown => "a critical dependency is not healthy",
        Readiness.ApplicationNotReady => "the application is not ready",
        _ => "shutting down",
    };

    /// <summary>The description in <c>/health/ready</c>.</summary>
    public static string Description(Readiness readiness) => readiness switch
    {
        Readiness.Starting => "The service is starting.",
        Readiness.DependencyDown => "A critical dependency is not healthy.",
        Readiness.ApplicationNotReady => "The application is not ready.",
        _ => "The service is shutting down.",
    };
}
