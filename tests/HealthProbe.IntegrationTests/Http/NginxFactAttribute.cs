namespace HealthProbe.IntegrationTests.Http;

/// <summary>A test against a real nginx; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = Requirement.Skip(File.Exists(Nginx.Program), "nginx is not installed");
}
