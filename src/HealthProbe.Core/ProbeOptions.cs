using HealthProbe.Http;

namespace HealthProbe;

/// <summary>What a probe needs to know besides its target. Each probe takes the part that concerns it.</summary>
public sealed record ProbeOptions
{
    /// <summary>The HTTP request, and what its answer must be.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>How TLS is verified.</summary>
    public TlsOptions Tls { get; init; } = new();
}
