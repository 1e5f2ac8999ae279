namespace HealthProbe.Sidecar.Settings;

/// <summary>
/// The environment: a variable for each setting. An empty one counts as not set. Other variables that begin with HEALTHPROBE_SIDECAR_ are
/// nobody's mistake:
/// Kubernetes makes HEALTHPROBE_SIDECAR_SERVICE_HOST and more for a Service of that name.
/// </summary>
internal static class EnvironmentSource
{
    public static Given? Of(Setting setting, Func<string, string?> environment)
    {
        string text = environment(setting.Variable) ?? "";
        string[] texts = setting.Kind == SettingKind.List ? Words(text) : [text];
        return text.Length == 0 || texts.Length == 0 || IsOfKubernetes(setting, text) ? null : new Given(setting, setting.Variable, setting.Variable, texts);
    }

    /// <summary>The parts of a text between white space.</summary>
    public static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // For a Service called healthprobe-sidecar, or healthprobe-sidecar-statsd, Kubernetes sets HEALTHPROBE_SIDECAR_PORT, or
    // HEALTHPROBE_SIDECAR_STATSD_PORT, to
    // tcp://10.0.0.1:8000: that is not meant for this program, which would otherwise not start wherever somebody has given a Service its
    // name.
    private static bool IsOfKubernetes(Setting setting, string text) =>
        setting.Variable.EndsWith("_PORT", StringComparison.Ordinal)
        && Array.Exists(["tcp://", "udp://", "sctp://"], scheme => text.StartsWith(scheme, StringComparison.Ordinal));
}
