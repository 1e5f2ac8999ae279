namespace HealthProbe.Cli;

/// <summary>
/// The environment variables that configure an image without changing its HEALTHCHECK line. An empty one counts as not set.
/// </summary>
internal static class Variables
{
    public const string Target = "HEALTHPROBE_TARGET";

    // Others that begin with HEALTHPROBE_ are nobody's mistake: Kubernetes sets HEALTHPROBE_PORT for a service of that name.
    public static readonly string[] All =
    [
        Target,
        "HEALTHPROBE_TIMEOUT",
        "HEALTHPROBE_WAIT",
        "HEALTHPROBE_INTERVAL",
        "HEALTHPROBE_BACKOFF",
        "HEALTHPROBE_MAX_INTERVAL",
        "HEALTHPROBE_SUCCESSES",
        "HEALTHPROBE_ANY",
        "HEALTHPROBE_INVERT",
        "HEALTHPROBE_MAX_LATENCY",
        "HEALTHPROBE_METHOD",
        "HEALTHPROBE_HEADER",
        "HEALTHPROBE_DATA",
        "HEALTHPROBE_USER",
        "HEALTHPROBE_FOLLOW",
        "HEALTHPROBE_UNIX_SOCKET",
        "HEALTHPROBE_STATUS",
        "HEALTHPROBE_CONTAINS",
        "HEALTHPROBE_JSON",
        "HEALTHPROBE_EXPECT_HEADER",
        "HEALTHPROBE_INSECURE",
        "HEALTHPROBE_CACERT",
        "HEALTHPROBE_CERT",
        "HEALTHPROBE_KEY",
        "HEALTHPROBE_SNI",
        "HEALTHPROBE_CERT_DAYS",
        "HEALTHPROBE_SEND",
        "HEALTHPROBE_EXPECT",
        "HEALTHPROBE_MAX_AGE",
        "HEALTHPROBE_OUTPUT",
        "HEALTHPROBE_QUIET",
        "HEALTHPROBE_VERBOSE",
    ];

    /// <summary>The variable of an option: <c>--max-age</c> is <c>HEALTHPROBE_MAX_AGE</c>.</summary>
    public static string Of(string option) => $"HEALTHPROBE_{option.TrimStart('-').Replace('-', '_').ToUpperInvariant()}";

    public static bool AnyIsSet(Func<string, string?> environment) => Array.Exists(All, name => !string.IsNullOrEmpty(environment(name)));
}
