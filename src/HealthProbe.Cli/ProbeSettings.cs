namespace HealthProbe.Cli;

/// <summary>Everything that the options of one run decide.</summary>
internal sealed record ProbeSettings
{
    public required IReadOnlyList<Target> Targets { get; init; }

    public TimeSpan Timeout { get; init; } = Prober.DefaultTimeout;

    public OutputFormat Output { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }
}
