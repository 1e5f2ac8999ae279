using HealthProbe.Protocols;

namespace HealthProbe.Cli;

/// <summary>
/// The environment variables that can make a target healthy that would not be so by default. Whoever inherits an image must see that they
/// did.
/// </summary>
internal static class VerdictVariables
{
    private const string Any = "HEALTHPROBE_ANY";
    private const string Status = "HEALTHPROBE_STATUS";
    private const string Insecure = "HEALTHPROBE_INSECURE";

    public static readonly string[] All = [Any, Status, Insecure];

    /// <summary>Returns those of a run that take part in the verdict on a target.</summary>
    public static IReadOnlyList<string> For(Target target, ProbeSettings settings) => [.. settings.VerdictVariables.Where(name => name switch
    {
        Any => settings.Any && settings.Targets.Count > 1,
        Status => ProtocolRegistry.Default.Offers(target, settings.Probe, OptionUse.Http),
        _ => settings.Probe.Tls.Insecure && ProtocolRegistry.Default.Offers(target, settings.Probe, OptionUse.Tls),
    })];
}
