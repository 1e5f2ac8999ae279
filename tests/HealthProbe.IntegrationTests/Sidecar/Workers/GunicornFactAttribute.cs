using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>A test with a real Gunicorn; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GunicornFactAttribute : FactAttribute
{
    public GunicornFactAttribute() => Skip = Requirement.Skip(Installed.Find("gunicorn") is not null, "there is no gunicorn here: apt-get install gunicorn");
}
