namespace HealthProbe.Cli;

/// <summary>Everything that the arguments of one run decide.</summary>
internal sealed record ProbeSettings
{
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>Whether a wait was asked for without a target, so that the default one is checked.</summary>
    public bool WaitsForDefaultTarget { get; init; }

    /// <summary>The environment variables that take part in the verdict: see <see cref="Cli.VerdictVariables"/>.</summary>
    public IReadOnlyList<string> VerdictVariables { get; init; } = [];

    public ProbeOptions Probe { get; init; } = new() { Tls = SystemTrustStore.CreateOptions() };

    public WaitOptions Wait { get; init; } = new();

    /// <summary>One healthy target is enough.</summary>
    public bool Any { get; init; }

    public bool Invert { get; init; }

    public TimeSpan? MaxLatency { get; init; }

    public OutputFormat Output { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    /// <summary>What takes this process's place once healthy; empty for nothing.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Whether nothing is printed about an answer: healthy and asked once, unless told otherwise.</summary>
    public bool IsSilentAbout(Outcome outcome) => Quiet || (outcome.IsHealthy && !IsWait && !Verbose && Output != OutputFormat.Json);

    /// <summary>Whether the story of a wait is told, rather than one answer given.</summary>
    public bool IsWait => Wait.Limit is not null || Wait.Successes > 1;
}
