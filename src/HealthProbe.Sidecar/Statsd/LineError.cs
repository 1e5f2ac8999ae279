namespace HealthProbe.Sidecar.Statsd;

/// <summary>Why a line cannot be read; a closed set, each one a label in the metrics.</summary>
internal enum LineError
{
    /// <summary>Nothing before the colon.</summary>
    NoName,

    /// <summary>No colon, or nothing after it.</summary>
    NoValue,

    /// <summary>No type after the value.</summary>
    NoType,

    /// <summary>A value that is not a finite decimal number.</summary>
    BadValue,

    /// <summary>A type that no StatsD knows.</summary>
    UnknownType,

    /// <summary>A sample rate that is not a positive number.</summary>
    BadRate,
}
