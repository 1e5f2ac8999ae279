using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>The certificates that a chain may end at: roots, or intermediates that are trusted by themselves.</summary>
internal abstract class TrustAnchors
{
    /// <summary>Why there may be anchors missing, such as a file that cannot be read; null if all were loaded.</summary>
    public abstract string? Error { get; }

    /// <summary>Loads the anchors that the issuers of these certificates name. The comparison is by bytes, so it may miss some.</summary>
    public abstract X509Certificate2Collection LoadIssuersOf(IReadOnlyCollection<X509Certificate2> certificates);

    /// <summary>Loads all anchors.</summary>
    public abstract X509Certificate2Collection LoadAll();

    /// <summary>Anchors that are loaded already.</summary>
    public static TrustAnchors From(X509Certificate2Collection certificates) => new Loaded(certificates);

    private sealed class Loaded(X509Certificate2Collection certificates) : TrustAnchors
    {
        public override string? Error => null;

        public override X509Certificate2Collection LoadIssuersOf(IReadOnlyCollection<X509Certificate2> _) => certificates;

        public override X509Certificate2Collection LoadAll() => certificates;
    }
}
