using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>A chain of certificates up to its anchor, and what is wrong with each.</summary>
internal sealed record CertificatePath(
    IReadOnlyList<X509Certificate2> Certificates, IReadOnlyList<X509ChainStatusFlags> Errors, bool IsTrusted)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // The times are compared by themselves, because the message names the date.
    private const X509ChainStatusFlags Times = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested;
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public bool IsValid => IsTrusted && Errors.All(error => error == 0);

    public bool IsSelfSigned => Certificates.Count == 1 && IsSelfIssued(Certificates[0]);

    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>Builds the path; the anchors are the system's if they are null.</summary>
    public static CertificatePath Build(
        X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection? anchors, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (anchors is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
        }

        _ = chain.Build(certificate);
        List<X509ChainElement> elements = [.. chain.ChainElements];
        int anchor = anchors is null
            ? chain.ChainStatus.Any(status => (status.Status & Untrusted) != 0) ? -1 : elements.Count - 1
            : elements.FindIndex(element => anchors.Contains(element.Certificate));
        List<X509ChainElement> used = anchor < 0 ? elements : elements[..(anchor + 1)];
        List<X509ChainStatusFlags> errors = [.. used.Select(FlagsOf)];
        if (anchor >= 0)
        {
            // Trusted by itself: nobody has to vouch for it.
            errors[anchor] &= ~(Untrusted | X509ChainStatusFlags.NotSignatureValid);
        }

        return new CertificatePath([.. used.Select(element => element.Certificate)], errors, anchor >= 0);
    }

    private static X509ChainStatusFlags FlagsOf(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) & ~Times;
}
