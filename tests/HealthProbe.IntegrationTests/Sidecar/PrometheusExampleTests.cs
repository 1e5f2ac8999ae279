using System.Text.Json;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar;

public class PrometheusExampleTests
{
    private const int Limit = 60_000;

    [PrometheusFact(Timeout = Limit)]
    public async Task The_configuration_and_the_alerts_are_valid()
    {
        ToolRun configuration = await PromtoolAsync("check", "config", "prometheus.yml");
        ToolRun rules = await PromtoolAsync("check", "rules", "rules.yml");

        configuration.Should().Match<ToolRun>(run => run.ExitCode == 0 && !run.Output.Contains("FAILED"), configuration.ToString());
        rules.Output.Should().Contain("SUCCESS: 9 rules found");
        (rules.ExitCode, rules.Errors).Should().Be((0, ""));
    }

    [PrometheusFact(Timeout = Limit)]
    public async Task Each_alert_comes_when_it_should_and_only_then()
    {
        ToolRun run = await PromtoolAsync("test", "rules", "rules_test.yml");

        (run.ExitCode, run.Errors).Should().Be((0, ""), run.Output);
        run.Output.Should().Contain("SUCCESS");
    }

    [Fact]
    public async Task Each_alert_has_a_test_and_says_what_to_do()
    {
        string[] rules = await File.ReadAllLinesAsync(Path.Combine(Examples.Prometheus, "rules.yml"));
        string tests = await File.ReadAllTextAsync(Path.Combine(Examples.Prometheus, "rules_test.yml"));
        string[] alerts = [.. rules.Where(line => line.Contains("- alert: ", StringComparison.Ordinal)).Select(line => line.Split(": ")[1])];

        alerts.Should().OnlyContain(alert => tests.Contains(alert, StringComparison.Ordinal));
        rules.Count(line => line.Contains(" summary: ", StringComparison.Ordinal)).Should().Be(alerts.Length);
        rules.Count(line => line.Contains(" description: ", StringComparison.Ordinal)).Should().Be(alerts.Length);
        rules.Count(line => line.StartsWith("          severity: ", StringComparison.Ordinal)).Should().Be(alerts.Length);
    }

    /// <summary>
    /// Debian's Prometheus is built without Kubernetes: its pods are in a file here, with the labels that Kubernetes would give them.
    /// </summary>
    [PrometheusFact(Timeout = Limit)]
    public async Task Pods_are_found_by_their_annotations()
    {
        string folder = RunningServer.NewFolder();
        try
        {
            string configuration = await File.ReadAllTextAsync(Path.Combine(Examples.Prometheus, "prometheus-kubernetes.yml"));
            await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), configuration
                .Replace("kubernetes_sd_configs:", "file_sd_configs:", StringComparison.Ordinal)
                .Replace("- role: pod", "- files: [pods.json]", StringComparison.Ordinal));
            File.Copy(Path.Combine(Examples.Prometheus, "rules.yml"), Path.Combine(folder, "rules.yml"));
            await File.WriteAllTextAsync(Path.Combine(folder, "pods.json"), Pods);

            ToolRun run = await ToolRun.RunAsync("promtool", ["check", "service-discovery", "--timeout=5s", "prometheus.yml", "healthprobe-pods"], folder: folder);

            run.ExitCode.Should().Be(0, run.Errors);
            using JsonDocument targets = JsonDocument.Parse(run.Output);
            targets.RootElement.EnumerateArray().Select(Scraped).Should().BeEquivalentTo(
                "10.0.0.7:8000/metrics prod shop-1 shop",
                "[fd00::7]:9000/health-metrics prod shop-2 shop",
                "not scraped",
                "not scraped",
                "not scraped");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Pods => $$"""
        [
          {{Pod("10.0.0.7", "shop-1", "Running", """ "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true", "__meta_kubernetes_pod_annotation_prometheus_io_port": "8000", """, "\"10.0.0.7:8080\", \"10.0.0.7\"")}},
          {{Pod("fd00::7", "shop-2", "Running", """ "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true", "__meta_kubernetes_pod_annotation_prometheus_io_port": "9000", "__meta_kubernetes_pod_annotation_prometheus_io_path": "/health-metrics", """)}},
          {{Pod("10.0.0.8", "job-1", "Succeeded", """ "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true", """)}},
          {{Pod("10.0.0.9", "quiet-1", "Running", """ "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "false", """)}},
          {{Pod("10.0.0.10", "quiet-2", "Running", "")}}
        ]
        """;

    private static string Pod(string address, string name, string phase, string annotations, string? targets = null) => $$"""
        {
          "targets": [{{targets ?? "\"x:8080\""}}],
          "labels": {
            {{annotations}}
            "__meta_kubernetes_pod_ip": "{{address}}",
            "__meta_kubernetes_pod_name": "{{name}}",
            "__meta_kubernetes_pod_phase": "{{phase}}",
            "__meta_kubernetes_pod_label_app_kubernetes_io_name": "shop",
            "__meta_kubernetes_namespace": "prod"
          }
        }
        """;

    private static string Scraped(JsonElement target)
    {
        JsonElement labels = target.GetProperty("labels");
        return !labels.TryGetProperty("__address__", out JsonElement address) ? "not scraped"
            : $"{address}{labels.GetProperty("__metrics_path__")} {labels.GetProperty("namespace")} {labels.GetProperty("pod")} {labels.GetProperty("app")}";
    }

    private static Task<ToolRun> PromtoolAsync(params string[] arguments) => ToolRun.RunAsync("promtool", arguments, folder: Examples.Prometheus);
}
