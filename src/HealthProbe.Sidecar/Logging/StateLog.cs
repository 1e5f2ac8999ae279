using System.Globalization;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Workers;

namespace HealthProbe.Sidecar.Logging;

/// <summary>Writes a line at each change of state.</summary>
internal sealed class StateLog(EventLog log, HealthState state, SidecarSettings settings, TimeProvider time)
{
    // A start that is healthy by then is not reported as an outage.
    private static readonly TimeSpan StartPeriod = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly List<Dependency> _withheld = [];
    private WorkerState? _workers;
    private HealthStatus? _status;

    /// <summary>The UDP port of StatsD, for the hint of what to set; 0 if there is none.</summary>
    public int StatsdPort { get; set; }

    /// <summary>Compares the state with the last lines.</summary>
    public void Observe()
    {
        lock (_lock)
        {
            bool isStarting = IsStarting;
            if (!isStarting)
            {
                _withheld.ForEach(WriteStatus);
                _withheld.Clear();
            }

            WorkerStatus workers = state.Workers;
            if (workers.State != _workers && (workers.IsLive || _workers is not null || !isStarting))
            {
                string message = workers.IsLive ? "live" : $"not live: {workers.Detail}{Hint(workers)}";
                Write(workers.IsLive, workers.IsLive ? "live" : "not_live", message);
                _workers = workers.State;
            }

            HealthStatus status = state.Status;
            if (status != _status && (status != HealthStatus.Down || _status is not null || !isStarting))
            {
                Readiness readiness = state.Readiness;
                string reason = status == HealthStatus.Down ? $": {ReadinessText.Message(readiness)}" : "";
                Write(status == HealthStatus.Up, "health", $"health is {HealthDocument.Word(status)}{reason}");
                _status = status;
            }
        }
    }

    /// <summary>Writes what changed with an outcome of a dependency.</summary>
    public void Answered(Dependency dependency, DependencyState before, DependencyState after)
    {
        lock (_lock)
        {
            if (before.Status == after.Status)
            {
                if (settings.Verbosity > 0)
                {
                    string verdict = after.Last is { IsHealthy: true } ? "healthy" : "unhealthy";
                    log.Information("dependency_checked", $"{dependency.Settings.Name} is {verdict}: {Describe(after)}");
                }
            }
            else if (dependency.Settings.IsOfApplication && IsStarting && before.Last is null && after.Status == DependencyStatus.Down)
            {
                // The application starts beside the sidecar, and is not there at first.
                _withheld.Add(dependency);
            }
            else
            {
                _withheld.Remove(dependency);
                WriteStatus(dependency);
            }
        }

        Observe();
    }

    /// <summary>Writes the new number of workers if the log is verbose.</summary>
    public void WorkersChanged(double? before, double? after)
    {
        if (settings.Verbosity > 0)
        {
            log.Information("workers", $"workers: {Number(after)} (before: {Number(before)})");
        }

        Observe();
    }

    private bool IsStarting => time.GetElapsedTime(_start) < StartPeriod;

    private static string Describe(DependencyState state)
    {
        Outcome outcome = state.Last ?? default;
        return string.Create(CultureInfo.InvariantCulture, $"{outcome.Detail} ({outcome.Elapsed.TotalMilliseconds:0.0} ms)");
    }

    private void WriteStatus(Dependency dependency)
    {
        DependencyState state = dependency.State;
        bool isUp = state.Status == DependencyStatus.Up;
        string what = $"{dependency.Settings.Name} is {(isUp ? "up" : "down")}: {dependency.Settings.Target}";
        Write(isUp, isUp ? "dependency_up" : "dependency_down", isUp ? what : $"{what}: {Describe(state)}");
    }

    private string Hint(WorkerStatus workers) => workers.State != WorkerState.NeverReceived ? ""
        : StatsdPort == 0 ? $"; set the application's StatsD address to {settings.StatsdHost}, or use --no-worker-gate"
        : string.Create(CultureInfo.InvariantCulture, $"; set --statsd-host 127.0.0.1:{StatsdPort} for Gunicorn, or use --no-worker-gate");

    private static string Number(double? workers) => workers?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private void Write(bool isGood, string name, string message)
    {
        if (isGood)
        {
            log.Information(name, message);
        }
        else
        {
            log.Warning(name, message);
        }
    }
}
