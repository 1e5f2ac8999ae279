using System.Security.Cryptography.X509Certificates;
using HealthProbe.Network;

namespace HealthProbe;

/// <summary>
/// How a TLS peer is verified, and what is shown to it. By default: against the system's roots, by the target's host name.
/// </summary>
public sealed record TlsOptions
{
    private readonly X509Certificate2Collection? _roots;

    /// <summary>Accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>The roots to trust instead of the system's; null for the system's.</summary>
    public X509Certificate2Collection? Roots
    {
        get => _roots;
        init => (_roots, Anchors) = (value, value is null ? null : TrustAnchors.From(value));
    }

    /// <summary>The certificate with its private key to show when asked; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The intermediate certificates to send with <see cref="ClientCertificate"/>; null for none.</summary>
    public X509Certificate2Collection? ClientCertificateChain { get; init; }

    /// <summary>The name to ask for and to verify; null for the target's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>For how many more days the certificate must be valid; zero for now.</summary>
    public int CertificateDays { get; init; }

    /// <summary>The trust anchors; null for those that the framework finds.</summary>
    internal TrustAnchors? Anchors { get; init; }

    /// <summary>Verify the certificate's chain but not its names, as sslmode=verify-ca does.</summary>
    internal bool AcceptsAnyName { get; init; }
}
