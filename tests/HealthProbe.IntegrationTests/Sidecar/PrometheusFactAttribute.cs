using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A test that needs Prometheus and its promtool.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute() => Skip = Requirement.Skip(
        Installed.Find("promtool") is not null && Installed.Find("prometheus") is not null, "there is no prometheus here: apt-get install prometheus");
}
