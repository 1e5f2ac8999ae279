namespace HealthProbe.Sidecar.Settings;

/// <summary>A dependency as it was written: <c>name=target;critical=false;timeout=500ms;period=10s;failures=3;successes=1</c>.</summary>
internal sealed record DependencySettings
{
    /// <summary>The name in answers and metrics: lower-case letters, digits, hyphens and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked, safe to print.</summary>
    public required string Target { get; init; }

    /// <summary>How it is asked.</summary>
    public required IProbe Probe { get; init; }

    /// <summary>Whether the whole is down without it, or only degraded.</summary>
    public bool IsCritical { get; init; } = true;

    /// <summary>The longest that one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the beginning of one attempt to that of the next.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row that turn it down.</summary>
    public int Failures { get; init; } = 3;

    /// <summary>Successes in a row that turn it up again.</summary>
    public int Successes { get; init; } = 1;

    /// <summary>Whether the target is the application itself: the worker probe, or its ready URL.</summary>
    public bool IsOfApplication { get; init; }

    /// <summary>Whether it is asked less often after repeated failures.</summary>
    public bool BacksOff { get; init; } = true;

    /// <summary>What else was written, of what the answer must be and how TLS is verified.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Conditions { get; init; } = [];
}
