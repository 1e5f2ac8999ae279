using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;
using HealthProbe.Sidecar.Workers;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The state of the whole, from memory. Only a request for readiness may check the application first.</summary>
internal sealed class HealthState(WorkerGate gate, DependencyMonitor monitor, ApplicationReadiness application)
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasStarted;

    /// <summary>The dependencies, then the application if it has a ready URL.</summary>
    public IReadOnlyList<Dependency> Components { get; } =
        application.Component is Dependency component ? [.. monitor.Dependencies, component] : monitor.Dependencies;

    /// <summary>Whether there are workers. Dependencies and shutdown do not change it, because a restart would not help.</summary>
    public WorkerStatus Workers => gate.Status;

    public bool IsLive => Workers.IsLive;

    /// <summary>Whether everything has been ready once.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>The readiness by what is known, the application's last response included.</summary>
    public Readiness Readiness => OwnReadiness is Readiness own && own != Readiness.Ready ? own
        : application.IsReady ? Readiness.Ready
        : application.Component!.State.Last is null ? Readiness.Starting
        : Readiness.ApplicationNotReady;

    public HealthStatus Status => Readiness == Readiness.Ready ? monitor.Status : HealthStatus.Down;

    private Readiness OwnReadiness =>
        _stopping.Task.IsCompleted ? Readiness.Stopping
        : !IsLive ? Readiness.NoWorkers
        : monitor.IsReady ? Readiness.Ready
        : monitor.IsStarting ? Readiness.Starting
        : Readiness.DependencyDown;

    /// <summary>Makes readiness fail from now on, also for requests that wait for the application.</summary>
    public void Stop() => _stopping.TrySetResult();

    /// <summary>Returns the workers or the components that a readiness is about, for clients that may see details; may be empty.</summary>
    public string Detail(Readiness readiness) => OneLine.Format(readiness switch
    {
        Readiness.NoWorkers => Workers.Detail,
        Readiness.Starting or Readiness.DependencyDown => Names(each => each.Settings.IsCritical),
        Readiness.ApplicationNotReady => application.Component?.State.Last?.Detail ?? "",
        Readiness.Ready => Names(each => !each.Settings.IsCritical),
        _ => "",
    });

    /// <summary>Decides whether requests may be sent; checks the application if everything else is ready.</summary>
    /// <returns>The readiness, and the application's response if it was checked.</returns>
    public async ValueTask<(Readiness Readiness, ApplicationResponse? Application)> CheckReadinessAsync()
    {
        Readiness own = OwnReadiness;
        if (own != Readiness.Ready)
        {
            return (own, null);
        }

        Task<ApplicationResponse?> check = application.CheckAsync().AsTask();
        if (await Task.WhenAny(check, _stopping.Task).ConfigureAwait(false) != check)
        {
            return (Readiness.Stopping, null);
        }

        ApplicationResponse? response = await check.ConfigureAwait(false);
        if (response is { IsReady: false })
        {
            return (Readiness.ApplicationNotReady, response);
        }

        // The application may have taken its time.
        own = OwnReadiness;
        _hasStarted |= own == Readiness.Ready;
        return (own, response);
    }

    private string Names(Func<Dependency, bool> filter) =>
        string.Join(", ", from each in Components where filter(each) && each.State.Status != DependencyStatus.Up select each.Settings.Name);
}
