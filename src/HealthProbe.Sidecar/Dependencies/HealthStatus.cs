namespace HealthProbe.Sidecar.Dependencies;

/// <summary>The whole in one word; the numbers are those of the metric <c>application_health_status</c>.</summary>
internal enum HealthStatus
{
    /// <summary>The workers or a critical dependency are not healthy.</summary>
    Down = 0,

    /// <summary>Only dependencies that are not critical are unhealthy.</summary>
    Degraded = 1,

    /// <summary>Everything is healthy.</summary>
    Up = 2,
}
