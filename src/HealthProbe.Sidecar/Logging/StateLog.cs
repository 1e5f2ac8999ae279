using System.Globalization;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Logging;

/// <summary>Writes a line at each change of state, however it came about.</summary>
internal sealed class StateLog(EventLog log, HealthState state, SidecarSettings settings)
{
    private readonly Lock _lock = new();
    private bool? _isLive;
    private HealthStatus? _status;

    /// <summary>Compares what is now with what was written last.</summary>
    public void Observe()
    {
        lock (_lock)
        {
            bool isLive = state.IsLive;
            if (isLive != _isLive)
            {
                // Not live at the start is how every start looks.
                Write(isLive || _isLive is null, isLive ? "live" : "not_live", isLive ? "live" : "not live: no workers");
                _isLive = isLive;
            }

            HealthStatus status = state.Status;
            if (status != _status)
            {
                Write(status == HealthStatus.Up || _status is null, "health", $"health is {HealthDocument.Word(status)}");
                _status = status;
            }
        }
    }

    /// <summary>Writes what changed with an answer of a dependency.</summary>
    public void Answered(Dependency dependency, DependencyState before, DependencyState after)
    {
        Outcome outcome = after.Last ?? default;
        string answer = string.Create(CultureInfo.InvariantCulture, $"{outcome.Detail} ({outcome.Elapsed.TotalMilliseconds:0.0} ms)");
        if (before.Status != after.Status)
        {
            bool isUp = after.Status == DependencyStatus.Up;
            Write(isUp, isUp ? "dependency_up" : "dependency_down", isUp
                ? $"{dependency.Settings.Name} is up: {dependency.Settings.Target}"
                : $"{dependency.Settings.Name} is down: {dependency.Settings.Target}: {answer}");
        }
        else if (settings.Verbosity > 0)
        {
            log.Information("dependency_asked", $"{dependency.Settings.Name} {(outcome.IsHealthy ? "is healthy" : "is unhealthy")}: {answer}");
        }

        Observe();
    }

    /// <summary>Writes the new number of workers, for those who want to read each.</summary>
    public void WorkersChanged(double? before, double? after)
    {
        if (settings.Verbosity > 0)
        {
            log.Information("workers", $"workers: {Number(after)} (before: {Number(before)})");
        }

        Observe();
    }

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
