using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>One dependency: asked in the background, one attempt at a time, and read from memory.</summary>
internal sealed class Dependency(DependencySettings settings, TimeProvider time)
{
    public DependencySettings Settings => settings;

    /// <summary>What is known now; never waits.</summary>
    public DependencyState State => throw new NotImplementedException($"{time}");

    /// <summary>Raised after each answer with the state before it and after it, on the thread of the attempt.</summary>
    public event Action<Dependency, DependencyState, DependencyState>? Answered;

    /// <summary>How often an attempt failed, and how long the attempts took: for the metrics.</summary>
    public DependencyStatistics Statistics { get; } = new();

    /// <summary>Asks on and on until cancelled, which is no exception.</summary>
    public Task RunAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotImplementedException($"{delay} {cancellationToken} {Answered}");
}
