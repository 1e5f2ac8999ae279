namespace HealthProbe.Sidecar.Statsd;

/// <summary>The name of a <see cref="LineError"/> as a label of a metric.</summary>
internal static class LineErrorName
{
    /// <summary>Returns the name in lower case with underscores, such as <c>bad_value</c>.</summary>
    public static string Of(LineError error) => error switch
    {
        LineError.NoName => "no_name",
        LineError.NoValue => "no_value",
        LineError.NoType => "no_type",
        LineError.BadValue => "bad_value",
        LineError.UnknownType => "unknown_type",
        _ => "bad_rate",
    };
}
