using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>A test with a real uWSGI; skipped, with the reason, where it or its Python is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UwsgiFactAttribute : FactAttribute
{
    public UwsgiFactAttribute() => Skip = Requirement.Skip(
        Installed.Find("uwsgi") is not null && File.Exists("/usr/lib/uwsgi/plugins/python3_plugin.so"),
        "there is no uwsgi with Python here: apt-get install uwsgi-core uwsgi-plugin-python3");
}
