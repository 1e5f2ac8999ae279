using System.Globalization;
using System.Net;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

public class MetricsTests
{
    private const int Limit = 60_000;
    private const string EveryCharacter = "abcdefghijklmnopqrstuvwxyz-_0123456789";

    [PrometheusFact(Timeout = Limit)]
    public async Task Promtool_has_nothing_to_say_about_what_was_seen_and_heard()
    {
        await using var up = new AcceptingServer(IPAddress.Loopback);
        using var down = new ClosedPort(IPAddress.Loopback);
        var settings = new SidecarSettings { Dependencies = [Dependency(EveryCharacter, $"tcp://127.0.0.1:{up.Port}"), Dependency("down", $"tcp://127.0.0.1:{down.Port}")] };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(settings);

        await sidecar.SayAsync("gunicorn.workers:4|g\nbroken\n:1|g\na:|g\na:1|z\na:x|c\na:1|c|@x");

        string metrics = await UntilAsync(
            sidecar,
            "healthprobe_workers 4",
            $$"""healthprobe_dependency_up{dependency="{{EveryCharacter}}"} 1""",
            """healthprobe_dependency_up{dependency="down"} 0""",
            """healthprobe_statsd_errors_total{reason="no_name"} 1""",
            """healthprobe_statsd_errors_total{reason="bad_rate"} 1""");
        (await ToolRun.RunAsync("promtool", ["check", "metrics"], metrics)).Should().Be(new ToolRun(0, "", ""));
    }

    [PrometheusFact(Timeout = Limit)]
    public async Task Promtool_has_nothing_to_say_before_anything_was_seen_or_heard()
    {
        using var silent = new SilentServer(IPAddress.Loopback);
        var settings = new SidecarSettings { Dependencies = [Dependency("silent", $"redis://127.0.0.1:{silent.Port}") with { Timeout = TimeSpan.FromMinutes(1) }] };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(settings);

        (_, string metrics) = await sidecar.GetAsync("/metrics");

        metrics.Should().Contain("health_check_failures_total{dependency=\"silent\"} 0\n").And.NotContain("healthprobe_dependency_up").And.NotContain("healthprobe_workers");
        (await ToolRun.RunAsync("promtool", ["check", "metrics"], metrics)).Should().Be(new ToolRun(0, "", ""));
    }

    [PrometheusFact(Timeout = Limit)]
    public async Task Promtool_has_nothing_to_say_about_a_sidecar_that_watches_nothing()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { HasWorkerGate = false });

        (_, string metrics) = await sidecar.GetAsync("/metrics");

        metrics.Should().Contain("application_health_status 2\n");
        (await ToolRun.RunAsync("promtool", ["check", "metrics"], metrics)).Should().Be(new ToolRun(0, "", ""));
    }

    [Fact(Timeout = Limit)]
    public async Task Five_hundred_scrapes_at_once_ask_nobody()
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);
        var settings = new SidecarSettings { Dependencies = [Dependency("database", $"tcp://127.0.0.1:{server.Port}") with { Period = TimeSpan.FromHours(1) }], HasWorkerGate = false };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(settings);
        await UntilAsync(sidecar, """healthprobe_dependency_up{dependency="database"} 1""");

        (int Status, string Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => sidecar.GetAsync("/metrics")));

        answers.Should().OnlyContain(answer => answer.Status == 200 && answer.Body.Contains("health_check_response_time_seconds_count{dependency=\"database\"} 1\n"));
        server.Accepted.Should().Be(1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_dependency_that_hangs_delays_no_scrape()
    {
        using var silent = new SilentServer(IPAddress.Loopback);
        var settings = new SidecarSettings { Dependencies = [Dependency("silent", $"redis://127.0.0.1:{silent.Port}") with { Timeout = TimeSpan.FromMinutes(1) }] };
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(settings);
        await sidecar.GetAsync("/metrics");
        long start = TimeProvider.System.GetTimestamp();

        await sidecar.GetAsync("/metrics");

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact(Timeout = Limit)]
    public async Task The_documentation_lists_each_metric_with_its_type_and_labels()
    {
        await using var server = new AcceptingServer(IPAddress.Loopback);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(new SidecarSettings { Dependencies = [Dependency("database", $"tcp://127.0.0.1:{server.Port}")] });
        await sidecar.SayAsync("workers:1|g");

        string[] metrics = (await UntilAsync(sidecar, "healthprobe_workers 1", "healthprobe_dependency_up{")).Split('\n');

        string[] rows = [.. File.ReadAllLines(Examples.PathOf("docs/metrics.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        rows.Select(row => string.Join('|', row.Split('|').Take(4))).Should().BeEquivalentTo(metrics.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => RowOf(line.Split(' ')[2], line.Split(' ')[3], metrics)));
    }

    internal static DependencySettings Dependency(string name, string target) =>
        new() { Name = name, Target = target, Probe = Question.ProbeOf(target), Period = TimeSpan.FromMilliseconds(200) };

    /// <summary>Scrapes until each of these texts is there.</summary>
    internal static async Task<string> UntilAsync(RunningSidecar sidecar, params string[] texts)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            (_, string metrics) = await sidecar.GetAsync("/metrics");
            if (texts.All(text => metrics.Contains(text, StringComparison.Ordinal)))
            {
                return metrics;
            }

            limit.IsCancellationRequested.Should().BeFalse($"{string.Join(", ", texts)} should be in {metrics}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static string RowOf(string name, string type, string[] metrics)
    {
        string series = metrics.First(line => line.StartsWith(name, StringComparison.Ordinal));
        IEnumerable<string> labels = series.Split('{', '}').Skip(1).Take(1).SelectMany(text => text.Split(',')).Select(label => $"`{label.Split('=')[0]}`");
        string written = string.Join(", ", labels);
        return string.Create(CultureInfo.InvariantCulture, $"| `{name}` | {type} |{(written.Length > 0 ? $" {written} " : " ")}");
    }
}
