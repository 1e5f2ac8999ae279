using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthProbe.Hosting;

/// <summary>Asks the application's health checks, one report at a time, each within the timeout.</summary>
internal sealed class HealthReports(HealthCheckService checks, IOptions<HealthListenerOptions> options, TimeProvider time)
{
    private Task<HealthReport>? _running;

    /// <summary>
    /// Returns why the application is unhealthy, or null when it is healthy. Names checks, and nothing that they say: that may hold
    /// secrets.
    /// </summary>
    public async Task<string?> WhyUnhealthyAsync(CancellationToken cancellationToken)
    {
        HealthListenerOptions now = options.Value;
        using var timeout = new CancellationTokenSource(now.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

        if (_running is { IsCompleted: true })
        {
            _running = null;
        }

        // A report that does not end, though its token was cancelled, is not asked for a second time on top.
        _running ??= Task.Run(() => checks.CheckHealthAsync(Counts, either.Token), CancellationToken.None);
        await ((Task)_running).WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_running.IsCompleted)
        {
            return $"no health report within {Duration.Format(now.Timeout)}";
        }

        Task<HealthReport> ended = _running;
        _running = null;
        return ended.IsCompletedSuccessfully ? Why(await ended.ConfigureAwait(false))
            : ended.IsCanceled ? $"no health report within {Duration.Format(now.Timeout)}"
            : $"the health checks failed: {ended.Exception!.GetBaseException().GetType().Name}";

        bool Counts(HealthCheckRegistration check) => now.Tags.Count == 0 || check.Tags.Any(now.Tags.Contains);
    }

    private string? Why(HealthReport report)
    {
        bool IsHealthy(HealthStatus status) => status == HealthStatus.Healthy || (status == HealthStatus.Degraded && options.Value.DegradedIsHealthy);
        return IsHealthy(report.Status)
            ? null
            : string.Join(", ", report.Entries.Where(entry => !IsHealthy(entry.Value.Status)).Select(entry => $"{entry.Key} is {entry.Value.Status}"));
    }
}
