using System.Text;
using HealthProbe.Executable;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Metrics;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Sidecar.Workers;
using HealthProbe.Tests.Sidecar.Dependencies;
using HealthProbe.Tests.Waiting;

namespace HealthProbe.Tests.Sidecar.Metrics;

public sealed class MetricsDocumentTests : IAsyncDisposable
{
    private readonly SteppedTime _time = new();
    private readonly DependencyMonitor _monitor;
    private readonly WorkerCount _count;
    private readonly MetricsDocument _metrics;
    private bool _isHealthy;

    public MetricsDocumentTests()
    {
        var probe = new ScriptedProbe(_time, _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(30));
            return _isHealthy ? Outcome.Healthy() : Outcome.Unhealthy(Reason.Refused, "connection refused");
        });
        var settings = new SidecarSettings { Dependencies = [new DependencySettings { Name = "db", Target = "tcp://db:1", Probe = probe }] };
        _monitor = new DependencyMonitor(settings.Dependencies, _time);
        _count = new WorkerCount(settings, _time);
        var state = new HealthState(new WorkerGate(settings, _count, null), _monitor, new ApplicationReadiness(settings, _time));
        _metrics = new MetricsDocument(state, _count, _monitor.Dependencies);
    }

    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync();
        _count.Dispose();
    }

    [Fact]
    public void A_dependency_that_was_never_asked_has_neither_succeeded_nor_failed() =>
        Series().Should().Equal(
        [
            "application_health_status 0",
            "healthprobe_live 0",
            "healthprobe_ready 0",
            """health_check_failures_total{dependency="db"} 0""",
            .. Histogram(0, 0, "0"),
            "healthprobe_statsd_packets_total 0",
            "healthprobe_statsd_samples_total 0",
            .. StatsdErrors(badValues: 0),
            BuildInfo,
        ]);

    [Fact]
    public void Has_what_was_seen_and_heard()
    {
        _count.Apply("gunicorn.workers:3|g\nx:y|g\nrequests:1|c"u8);
        _count.Counters.AskForDropped(() => 7);

        OnThisThread.Start(_monitor);

        Series().Should().Equal(
        [
            "application_health_status 0",
            "healthprobe_live 1",
            "healthprobe_ready 0",
            """healthprobe_dependency_up{dependency="db"} 0""",
            """healthprobe_dependency_duration_seconds{dependency="db"} 0.03""",
            """health_check_failures_total{dependency="db"} 1""",
            .. Histogram(0, 1, "0.03"),
            "healthprobe_workers 3",
            "healthprobe_statsd_packets_total 1",
            "healthprobe_statsd_samples_total 2",
            .. StatsdErrors(badValues: 1),
            "healthprobe_statsd_dropped_packets_total 7",
            BuildInfo,
        ]);
    }

    [Fact]
    public void Follows_a_dependency_that_comes_back()
    {
        _count.Apply("workers:1|g"u8);
        OnThisThread.Start(_monitor);
        _isHealthy = true;

        _time.Advance(TimeSpan.FromSeconds(5));

        Series().Should().ContainInOrder(
            "application_health_status 2",
            "healthprobe_live 1",
            "healthprobe_ready 1",
            """healthprobe_dependency_up{dependency="db"} 1""",
            """health_check_failures_total{dependency="db"} 1""",
            """health_check_response_time_seconds_count{dependency="db"} 2""");
    }

    [Fact]
    public void Says_for_each_metric_what_it_is()
    {
        _count.Apply("workers:1|g"u8);
        _count.Counters.AskForDropped(() => 0);
        OnThisThread.Start(_monitor);

        Lines().Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Should().Equal(
            "# TYPE application_health_status gauge",
            "# TYPE healthprobe_live gauge",
            "# TYPE healthprobe_ready gauge",
            "# TYPE healthprobe_dependency_up gauge",
            "# TYPE healthprobe_dependency_duration_seconds gauge",
            "# TYPE health_check_failures_total counter",
            "# TYPE health_check_response_time_seconds histogram",
            "# TYPE healthprobe_workers gauge",
            "# TYPE healthprobe_statsd_packets_total counter",
            "# TYPE healthprobe_statsd_samples_total counter",
            "# TYPE healthprobe_statsd_errors_total counter",
            "# TYPE healthprobe_statsd_dropped_packets_total counter",
            "# TYPE healthprobe_build_info gauge");
    }

    private static string BuildInfo => $$"""healthprobe_build_info{version="{{ProductVersion.Text}}"} 1""";

    private static IEnumerable<string> Histogram(int upTo25Milliseconds, int from50Milliseconds, string sum)
    {
        string[] bounds = ["0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"];
        return bounds
            .Select((bound, index) => $$"""health_check_response_time_seconds_bucket{dependency="db",le="{{bound}}"} {{(index < 5 ? upTo25Milliseconds : from50Milliseconds)}}""")
            .Append($$"""health_check_response_time_seconds_sum{dependency="db"} {{sum}}""")
            .Append($$"""health_check_response_time_seconds_count{dependency="db"} {{from50Milliseconds}}""");
    }

    private static IEnumerable<string> StatsdErrors(int badValues) =>
        ((string[])["no_name", "no_value", "no_type", "bad_value", "unknown_type", "bad_rate"])
            .Select(reason => $$"""healthprobe_statsd_errors_total{reason="{{reason}}"} {{(reason == "bad_value" ? badValues : 0)}}""");

    private IEnumerable<string> Series() => Lines().Where(line => !line.StartsWith('#'));

    private string[] Lines() => Encoding.UTF8.GetString(_metrics.Render().Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
