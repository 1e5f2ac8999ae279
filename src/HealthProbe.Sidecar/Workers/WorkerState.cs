namespace HealthProbe.Sidecar.Workers;

/// <summary>Whether the application has workers, and if not, why.</summary>
internal enum WorkerState
{
    /// <summary>No gauge was received since the start, and there is no worker probe.</summary>
    NeverReceived,

    /// <summary>The worker probe has not run.</summary>
    NotProbed,

    /// <summary>The last gauge is below the minimum.</summary>
    TooFew,

    /// <summary>The last gauge is older than its time to live.</summary>
    Expired,

    /// <summary>The worker probe is unhealthy.</summary>
    ProbeDown,

    /// <summary>There are workers.</summary>
    Live,
}
