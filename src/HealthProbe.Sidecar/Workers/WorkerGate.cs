using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Sidecar.Workers;

/// <summary>Whether the application has workers that serve. It never looks at dependencies.</summary>
/// <param name="settings">The fewest workers, and whether they are counted at all.</param>
/// <param name="count">The number that gauges say.</param>
/// <param name="probe">The application's own port, asked in the background; null for not.</param>
internal sealed class WorkerGate(SidecarSettings settings, WorkerCount count, Dependency? probe)
{
    public bool IsOpen => (probe is null || probe.State.Status == DependencyStatus.Up) && (!settings.HasWorkerGate || HasWorkers);

    // Without a gauge the application's port speaks for it: Gunicorn says its number once, and whoever starts later never hears it.
    private bool HasWorkers => count.Current is double workers ? workers >= settings.MinWorkers : probe is not null;
}
