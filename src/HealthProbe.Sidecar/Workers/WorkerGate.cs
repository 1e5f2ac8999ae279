using System.Globalization;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Sidecar.Workers;

/// <summary>Decides whether the application has workers. Dependencies never change it.</summary>
/// <param name="settings">The minimum, and whether gauges are required at all.</param>
/// <param name="count">The number of workers by gauges.</param>
/// <param name="probe">The worker probe; null for none.</param>
internal sealed class WorkerGate(SidecarSettings settings, WorkerCount count, Dependency? probe)
{
    public WorkerStatus Status => (settings.HasWorkerGate ? CheckGauges() : null) ?? CheckProbe() ?? new WorkerStatus(WorkerState.Live);

    // Before the first gauge the probe decides: Gunicorn sends its number once, and a sidecar that starts later never receives it.
    private WorkerStatus? CheckGauges() => count.Reading switch
    {
        { ExpiredFor: TimeSpan age } => new WorkerStatus(WorkerState.Expired, $"no worker gauge for {Format(age)}"),
        { Number: null } when probe is null => new WorkerStatus(WorkerState.NeverReceived, "no worker gauge received"),
        { Number: double workers } when workers < settings.MinWorkers => new WorkerStatus(WorkerState.TooFew, Count(workers)),
        _ => null,
    };

    private WorkerStatus? CheckProbe() => probe?.State switch
    {
        null or { Status: DependencyStatus.Up } => null,
        { Last: null } => new WorkerStatus(WorkerState.NotProbed, "the worker probe has not run"),
        { Last: Outcome last } => new WorkerStatus(WorkerState.ProbeDown, $"worker probe: {(last.IsHealthy ? "recovering" : last.Detail)}"),
    };

    private static string Format(TimeSpan age)
    {
        TimeSpan unit = age < TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1);
        return Duration.Format(unit * Math.Floor(age / unit));
    }

    private string Count(double workers)
    {
        string number = workers.ToString(CultureInfo.InvariantCulture);
        return workers > 0 ? $"{number} of {settings.MinWorkers} workers" : $"{number} workers";
    }
}
