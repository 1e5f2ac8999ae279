using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Workers;

namespace HealthProbe.Sidecar.Answers;

/// <summary>What is answered, put together from memory. Only readiness may have to ask the application first.</summary>
internal sealed class HealthState(WorkerGate gate, DependencyMonitor monitor, ApplicationReadiness application)
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasStarted;

    public DependencyMonitor Monitor => monitor;

    /// <summary>Whether the application lives. Neither dependencies nor the end of the sidecar change it: who asks would only restart it.</summary>
    public bool IsLive => gate.IsOpen;

    public bool IsStopping => _stopping.Task.IsCompleted;

    /// <summary>Whether everything has been ready once.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>The whole.</summary>
    public HealthStatus Status => IsStopping || !gate.IsOpen ? HealthStatus.Down : monitor.Status;

    /// <summary>From now on nothing is ready, also for those who wait for an answer of the application.</summary>
    public void Stop() => _stopping.TrySetResult();

    /// <summary>Whether requests may come.</summary>
    /// <returns>What is in the way, and what the application said where it was asked.</returns>
    public async ValueTask<(Readiness Readiness, ApplicationAnswer? Application)> ReadyAsync()
    {
        Readiness own = OwnReadiness;
        if (own != Readiness.Ready)
        {
            return (own, null);
        }

        Task<ApplicationAnswer?> asking = application.AskAsync().AsTask();
        if (await Task.WhenAny(asking, _stopping.Task).ConfigureAwait(false) != asking)
        {
            return (Readiness.Stopping, null);
        }

        ApplicationAnswer? answer = await asking.ConfigureAwait(false);
        if (answer is { IsReady: false })
        {
            return (Readiness.ApplicationNotReady, answer);
        }

        // The application may have taken its time.
        own = OwnReadiness;
        _hasStarted |= own == Readiness.Ready;
        return (own, answer);
    }

    private Readiness OwnReadiness =>
        IsStopping ? Readiness.Stopping
        : !gate.IsOpen ? Readiness.NoWorkers
        : !monitor.IsReady ? Readiness.DependencyDown
        : Readiness.Ready;
}
