using HealthProbe.Protocols.Http;
using HealthProbe.Transport;

namespace HealthProbe;

/// <summary>What a probe needs to know besides its target. Each probe takes the part that concerns it.</summary>
public sealed record ProbeOptions
{
    // Made when they are asked for: a TCP probe never does.
    private HttpOptions? _http;
    private TlsOptions? _tls;

    /// <summary>The HTTP request, and what its answer must be.</summary>
    public HttpOptions Http
    {
        get => _http ??= new HttpOptions();
        init => _http = value;
    }

    /// <summary>How TLS is verified.</summary>
    public TlsOptions Tls
    {
        get => _tls ??= new TlsOptions();
        init => _tls = value;
    }

    /// <summary>What to send over a TCP or Unix socket before <see cref="Expect"/> is waited for; empty to wait for a greeting.</summary>
    public ReadOnlyMemory<byte> Send { get; init; }

    /// <summary>
    /// What must come over a TCP or Unix socket, within the first 64 KiB; empty where the connection is enough, and then nothing is sent.
    /// </summary>
    public ReadOnlyMemory<byte> Expect { get; init; }

    /// <summary>How probes connect.</summary>
    internal NetworkTransport Transport { get; init; } = AsyncTransport.Instance;

    /// <summary>How long ago a file may have been modified; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }
}
