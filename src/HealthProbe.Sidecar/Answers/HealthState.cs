using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Workers;

namespace HealthProbe.Sidecar.Answers;

/// <summary>What is answered, put together from memory. Only readiness may have to ask the application first.</summary>
internal sealed class HealthState(WorkerGate gate, DependencyMonitor monitor, ApplicationReadiness application)
{
    private volatile bool _isStopping;
    private volatile bool _hasStarted;

    public DependencyMonitor Monitor => monitor;

    /// <summary>Whether the application lives. Neither dependencies nor the end of the sidecar change it: who asks would only restart it.</summary>
    public bool IsLive => gate.IsOpen;

    public bool IsStopping => _isStopping;

    /// <summary>Whether everything has been ready once.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>The whole.</summary>
    public HealthStatus Status => _isStopping || !gate.IsOpen ? HealthStatus.Down : monitor.Status;

    /// <summary>From now on nothing is ready.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Whether requests may come.</summary>
    /// <returns>What is in the way, and what the application said where it was asked.</returns>
    public async ValueTask<(Readiness Readiness, ApplicationAnswer? Application)> ReadyAsync()
    {
        Readiness own = OwnReadiness;
        if (own != Readiness.Ready)
        {
            return (own, null);
        }

        ApplicationAnswer? answer = await application.AskAsync().ConfigureAwait(false);
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
        _isStopping ? Readiness.Stopping
        : !gate.IsOpen ? Readiness.NoWorkers
        : !monitor.IsReady ? Readiness.DependencyDown
        : Readiness.Ready;
}
