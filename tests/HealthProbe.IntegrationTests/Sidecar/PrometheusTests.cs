using System.Net;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class PrometheusTests
{
    private const int Limit = 120_000;

    [PrometheusFact(Timeout = Limit)]
    public async Task A_real_Prometheus_sees_the_workers_and_a_dependency_that_stops()
    {
        var database = new AcceptingServer(IPAddress.Loopback);
        DependencySettings dependency = MetricsTests.Dependency("database", $"tcp://127.0.0.1:{database.Port}") with { IsCritical = false };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { Dependencies = [dependency] });
        await sidecar.SayAsync("gunicorn.workers:3|g");
        await using RunningPrometheus prometheus = await RunningPrometheus.StartAsync(sidecar.Port);

        await prometheus.UntilAsync("""up{job="healthprobe", app="shop"}""", "1");
        await prometheus.UntilAsync("""healthprobe_dependency_up{dependency="database"}""", "1");
        await prometheus.UntilAsync("healthprobe_workers", "3");
        await prometheus.UntilAsync("application_health_status", "2");
        await prometheus.UntilAsync("count(healthprobe_build_info)", "1");
        await prometheus.UntilAsync("histogram_quantile(0.95, rate(health_check_response_time_seconds_bucket[1m])) < 1 > bool 0", "1");
        await database.DisposeAsync();

        await prometheus.UntilAsync("""healthprobe_dependency_up{dependency="database"}""", "0");
        await prometheus.UntilAsync("application_health_status", "1");
        await prometheus.UntilAsync("health_check_failures_total > bool 0", "1");
        await prometheus.UntilAsync("""ALERTS{alertname="HealthProbeDegraded", alertstate="pending", app="shop"}""", "1");
        await prometheus.UntilAsync("""ALERTS{alertname="HealthProbeDependencyFailing", alertstate="pending", dependency="database"}""", "1");
    }

    [PrometheusFact(Timeout = Limit)]
    public async Task The_queries_of_the_documentation_are_understood()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });
        await using RunningPrometheus prometheus = await RunningPrometheus.StartAsync(sidecar.Port);
        string[] parts = (await File.ReadAllTextAsync(Examples.PathOf("docs/metrics.md"))).Split("```promql\n");
        await prometheus.UntilAsync("application_health_status", "2");

        parts.Should().HaveCount(6);
        foreach (string part in parts[1..])
        {
            string query = part[..part.IndexOf("```", StringComparison.Ordinal)];
            await prometheus.Invoking(each => each.QueryAsync(query)).Should().NotThrowAsync(query);
        }
    }
}
