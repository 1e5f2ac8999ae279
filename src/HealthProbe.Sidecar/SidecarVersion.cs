using System.Reflection;

namespace HealthProbe.Sidecar;

internal static class SidecarVersion
{
    public static string Text { get; } =
        typeof(SidecarVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
