namespace HealthProbe.Cli;

/// <summary>Everything that the options of <c>healthprobe listen</c> decide.</summary>
internal sealed record ListenSettings
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The target whose health the port shows, or null for a port that is always open.</summary>
    public Target? While { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Timeout { get; init; } = Prober.DefaultTimeout;
}
