using System.Globalization;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Sidecar.Metrics;

/// <summary>The metrics, from memory: a scrape never asks anything of anybody.</summary>
internal sealed class MetricsDocument(HealthState state, WorkerCount workers)
{
    public Answer Render()
    {
        var text = new MetricsText();
        text.Metric("application_health_status", "gauge", "Health of the whole: 0 down, 1 degraded, 2 up.").Series("application_health_status", [], (int)state.Status);
        AddDependencies(text, state.Monitor.Dependencies);
        AddWorkers(text);
        text.Metric("healthprobe_build_info", "gauge", "Always 1; the version is the label.").Series("healthprobe_build_info", [("version", SidecarVersion.Text)], 1);
        return new Answer(200, text.ToBytes(), MetricsText.ContentType);
    }

    private static void AddDependencies(MetricsText text, IReadOnlyList<Dependency> dependencies)
    {
        text.Metric("probe_success", "gauge", "Whether the last attempt found the dependency healthy.");
        foreach (Dependency dependency in dependencies)
        {
            text.Series("probe_success", Label(dependency), dependency.State.Last is { IsHealthy: true } ? 1 : 0);
        }

        text.Metric("probe_duration_seconds", "gauge", "How long the last attempt took.");
        foreach (Dependency dependency in dependencies)
        {
            text.Series("probe_duration_seconds", Label(dependency), dependency.State.Last?.Elapsed.TotalSeconds ?? 0);
        }

        text.Metric("health_check_failures_total", "counter", "Attempts that found the dependency unhealthy.");
        foreach (Dependency dependency in dependencies)
        {
            text.Series("health_check_failures_total", Label(dependency), dependency.Statistics.Failures);
        }

        text.Metric("health_check_response_time_seconds", "histogram", "How long the attempts took.");
        foreach (Dependency dependency in dependencies)
        {
            AddHistogram(text, dependency);
        }
    }

    private static void AddHistogram(MetricsText text, Dependency dependency)
    {
        const string Name = "health_check_response_time_seconds";
        DependencyStatistics statistics = dependency.Statistics;
        (string, string) label = Label(dependency)[0];
        long count = 0;
        for (int i = 0; i < DependencyStatistics.Bounds.Count; i++)
        {
            string bound = DependencyStatistics.Bounds[i].ToString(CultureInfo.InvariantCulture);
            count = Math.Max(count, statistics.CountUpTo(i));
            text.Series(Name + "_bucket", [label, ("le", bound)], count);
        }

        // An attempt may end between two readings: the buckets never contradict the count.
        count = Math.Max(count, statistics.Count);
        text.Series(Name + "_bucket", [label, ("le", "+Inf")], count);
        text.Series(Name + "_sum", [label], statistics.SumSeconds);
        text.Series(Name + "_count", [label], count);
    }

    private void AddWorkers(MetricsText text)
    {
        if (workers.Current is double number)
        {
            text.Metric("healthprobe_workers", "gauge", "Workers, as the last gauge said.").Series("healthprobe_workers", [], number);
        }

        StatsdCounters counters = workers.Counters;
        text.Metric("healthprobe_statsd_packets_total", "counter", "StatsD datagrams received.").Series("healthprobe_statsd_packets_total", [], counters.Packets);
        text.Metric("healthprobe_statsd_samples_total", "counter", "StatsD samples that could be read.").Series("healthprobe_statsd_samples_total", [], counters.Samples);
        text.Metric("healthprobe_statsd_errors_total", "counter", "StatsD lines that could not be read.");
        foreach ((string reason, long count) in counters.Errors)
        {
            text.Series("healthprobe_statsd_errors_total", [("reason", reason)], count);
        }

        if (counters.Dropped is long dropped)
        {
            text.Metric("healthprobe_statsd_dropped_packets_total", "counter", "StatsD datagrams that the kernel threw away.")
                .Series("healthprobe_statsd_dropped_packets_total", [], dropped);
        }
    }

    private static (string Name, string Value)[] Label(Dependency dependency) => [("dependency", dependency.Settings.Name)];
}
