using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>All dependencies: the first attempts at once, the next ones staggered.</summary>
internal sealed class DependencyMonitor(IReadOnlyList<DependencySettings> settings, TimeProvider time) : IAsyncDisposable
{
    public IReadOnlyList<Dependency> Dependencies { get; } = [.. settings.Select(each => new Dependency(each, time))];

    /// <summary>The whole, from memory; the order of the dependencies makes no difference.</summary>
    public HealthStatus Status => throw new NotImplementedException();

    /// <summary>Whether every critical dependency is up; one that was not asked yet is not.</summary>
    public bool IsReady => throw new NotImplementedException();

    /// <summary>Begins to ask.</summary>
    public void Start() => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
