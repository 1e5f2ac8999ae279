namespace HealthProbe.Sidecar.Statsd;

/// <summary>What one line of a StatsD packet is.</summary>
internal enum LineKind
{
    /// <summary>An empty line, or another kind of message: an event (<c>_e{</c>) or a service check (<c>_sc|</c>) of DogStatsD.</summary>
    Nothing,

    /// <summary>A gauge.</summary>
    Gauge,

    /// <summary>A valid sample of another type.</summary>
    Sample,

    /// <summary>A line that cannot be read.</summary>
    Error,
}
