namespace HealthProbe.Listening;

/// <summary>Whether a <see cref="HealthListener"/> has its port open, and why not.</summary>
public enum ListenerState
{
    /// <summary>It is not started: the port is closed and not held.</summary>
    Stopped,

    /// <summary>The port is open.</summary>
    Open,

    /// <summary>The port is closed, because <see cref="HealthListener.IsHealthy"/> is false.</summary>
    Unhealthy,

    /// <summary>The port is closed, because the last heartbeat is older than the maximum age.</summary>
    Stale,

    /// <summary>The port is closed, because the address was lost while it was closed before. It is tried again every second.</summary>
    Blocked,
}
