namespace HealthProbe.Sidecar.Statsd;

/// <summary>The number of workers at one moment.</summary>
/// <param name="Number">The number, which may be negative or a fraction; null until each gauge was received, or if one expired.</param>
/// <param name="ExpiredFor">The age of the oldest gauge if it is older than its time to live; otherwise null.</param>
internal readonly record struct WorkerReading(double? Number, TimeSpan? ExpiredFor);
