using HealthProbe.Probes;

namespace HealthProbe;

/// <summary>The one table from a scheme to its probe.</summary>
public static class ProbeFactory
{
    /// <summary>Every scheme, for messages.</summary>
    internal const string Schemes = "tcp://host:port";

    /// <summary>Makes the probe for a target.</summary>
    public static IProbe Create(Target target) => target.Scheme switch
    {
        "tcp" => new TcpProbe(target),
        _ => throw new ArgumentException($"no probe for the scheme {target.Scheme}", nameof(target)),
    };

    /// <summary>The port of a scheme when none is written, or null for an unknown scheme.</summary>
    internal static int? DefaultPort(string scheme) => scheme switch
    {
        "tcp" => Target.DefaultPort,
        _ => null,
    };
}
