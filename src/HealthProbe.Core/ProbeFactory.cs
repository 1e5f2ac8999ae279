using HealthProbe.Protocols;

namespace HealthProbe;

/// <summary>Creates the probe of a target.</summary>
public static class ProbeFactory
{
    /// <summary>Creates the probe of a target, with default options.</summary>
    public static IProbe Create(Target target) => Create(target, new ProbeOptions());

    /// <summary>Creates the probe of a target.</summary>
    public static IProbe Create(Target target, ProbeOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        return ProtocolRegistry.Default.CreateProbe(target, options);
    }
}
