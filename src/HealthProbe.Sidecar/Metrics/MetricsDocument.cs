using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Sidecar.Metrics;

/// <summary>The metrics, from memory: a scrape never asks anything of anybody.</summary>
/// <param name="state">The whole.</param>
/// <param name="workers">What was heard.</param>
/// <param name="asked">What is checked: the dependencies, the application, and the worker probe.</param>
internal sealed class MetricsDocument(HealthState state, WorkerCount workers, IReadOnlyList<Dependency> asked)
{
    public Answer Render()
    {
        var text = new MetricsText();
        text.Metric("application_health_status", "gauge", "Health of the whole: 0 down, 1 degraded, 2 up.").Series((int)state.Status);
        text.Metric("healthprobe_live", "gauge", "Whether liveness succeeds: 1 yes, 0 no.").Series(state.IsLive ? 1 : 0);
        text.Metric("healthprobe_ready", "gauge", "Whether readiness succeeds, by the last check of the application: 1 yes, 0 no.")
            .Series(state.Readiness == Readiness.Ready ? 1 : 0);
        AddDependencies(text, [.. asked.Select(dependency => new DependencyReading(dependency))]);
        AddWorkers(text);
        text.Metric("healthprobe_build_info", "gauge", "Always 1; the version is the label.").Series(1, ("version", ProductVersion.Text));
        return new Answer(200, text.ToBytes(), MetricsText.ContentType);
    }

    private static void AddDependencies(MetricsText text, DependencyReading[] readings)
    {
        // What was not asked yet has neither succeeded nor failed, and took no time: a series with a 0 would say one or the other.
        text.Metric("healthprobe_dependency_up", "gauge", "Whether the last attempt was healthy: 1 yes, 0 no. Absent before the first.");
        foreach (DependencyReading reading in readings)
        {
            if (reading.Last is Outcome last)
            {
                text.Series(last.IsHealthy ? 1 : 0, reading.Label);
            }
        }

        text.Metric("healthprobe_dependency_duration_seconds", "gauge", "How long the last attempt took. Absent before the first attempt.");
        foreach (DependencyReading reading in readings)
        {
            if (reading.Last is Outcome last)
            {
                text.Series(last.Elapsed.TotalSeconds, reading.Label);
            }
        }

        text.Metric("health_check_failures_total", "counter", "Attempts that found the dependency unhealthy.");
        foreach (DependencyReading reading in readings)
        {
            text.Series(reading.Totals.Failures, reading.Label);
        }

        text.Metric("health_check_response_time_seconds", "histogram", "How long the attempts took, the unhealthy ones included.");
        foreach (DependencyReading reading in readings)
        {
            AddHistogram(text, reading);
        }
    }

    private static void AddHistogram(MetricsText text, DependencyReading reading)
    {
        for (int i = 0; i < reading.Totals.CountsUpTo.Count; i++)
        {
            text.Series("_bucket", reading.Totals.CountsUpTo[i], reading.Label, ("le", MetricsText.Number(DependencyStatistics.Bounds[i])));
        }

        text.Series("_sum", reading.Totals.Seconds, reading.Label).Series("_count", reading.Totals.Attempts, reading.Label);
    }

    private void AddWorkers(MetricsText text)
    {
        text.Metric("healthprobe_workers", "gauge", "Workers, as the last gauge said. Absent while they are not known.");
        if (workers.Current is double number)
        {
            text.Series(number);
        }

        StatsdCounters counters = workers.Counters;
        text.Metric("healthprobe_statsd_packets_total", "counter", "StatsD datagrams received.").Series(counters.Packets);
        text.Metric("healthprobe_statsd_samples_total", "counter", "StatsD samples that could be read.").Series(counters.Samples);
        text.Metric("healthprobe_statsd_errors_total", "counter", "StatsD lines that could not be read.");
        foreach ((string reason, long count) in counters.Errors)
        {
            text.Series(count, ("reason", reason));
        }

        text.Metric("healthprobe_statsd_dropped_packets_total", "counter", "StatsD datagrams that the kernel threw away. Absent where it does not say.");
        if (counters.Dropped is long dropped)
        {
            text.Series(dropped);
        }
    }
}
