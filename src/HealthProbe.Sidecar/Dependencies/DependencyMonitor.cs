using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>All dependencies: the first attempts at once, the next ones staggered.</summary>
internal sealed class DependencyMonitor(IReadOnlyList<DependencySettings> settings, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _running;

    public IReadOnlyList<Dependency> Dependencies { get; } = [.. settings.Select(each => new Dependency(each, time))];

    /// <summary>
    /// The whole, from memory; the order of the dependencies makes no difference. One that was not asked yet counts as not healthy.
    /// </summary>
    public HealthStatus Status => !IsReady ? HealthStatus.Down : Dependencies.All(IsUp) ? HealthStatus.Up : HealthStatus.Degraded;

    /// <summary>Whether every critical dependency is up; one that was not asked yet is not.</summary>
    public bool IsReady => Dependencies.All(each => !each.Settings.IsCritical || IsUp(each));

    /// <summary>Whether only the first outcome of a critical dependency is missing.</summary>
    public bool IsStarting => !IsReady && Dependencies.All(each => !each.Settings.IsCritical || each.State.Status != DependencyStatus.Down);

    /// <summary>Begins to ask.</summary>
    /// <exception cref="InvalidOperationException">It has begun before.</exception>
    public void Start()
    {
        if (_running is not null)
        {
            throw new InvalidOperationException("the dependencies are being asked already");
        }

        // The second attempts are spread evenly over the period, none of them later than on it.
        _running = Task.WhenAll(Dependencies.Select((each, index) => each.RunAsync(each.Settings.Period * ((double)index / Dependencies.Count), _stop.Token)).ToList());
    }

    /// <summary>Stops asking. An attempt that does not listen is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await (_running ?? Task.CompletedTask).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static bool IsUp(Dependency dependency) => dependency.State.Status == DependencyStatus.Up;
}
