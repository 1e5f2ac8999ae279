using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>Validates the certificate of a server (RFC 5280, RFC 9525), without I/O other than loading the trust anchors.</summary>
/// <param name="options">What is verified, and against which anchors.</param>
/// <param name="serverName">The name or address that the certificate must be valid for.</param>
/// <param name="now">The time that the certificates must be valid at.</param>
internal sealed class CertificateValidator(TlsOptions options, string serverName, DateTimeOffset now)
{
    private const string Skip = "replace it, or skip verification with -k";
    private const X509ChainStatusFlags NameConstraints = X509ChainStatusFlags.InvalidNameConstraints
        | X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasExcludedNameConstraint
        | X509ChainStatusFlags.HasNotSupportedNameConstraint | X509ChainStatusFlags.HasNotDefinedNameConstraint;

    /// <summary>Validates a certificate.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="sent">What the server sent with it.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Validate(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        try
        {
            return options.Insecure ? FindShortValidity([certificate, .. sent]) : FindError(certificate, sent);
        }
        catch (CryptographicException)
        {
            return MalformedMessage;
        }
    }

    /// <summary>What is reported for a certificate that cannot be decoded.</summary>
    public static string MalformedMessage => "the server sent a malformed certificate";

    private string? FindError(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        // First, because OpenSSL finds no issuer of a certificate whose names do not parse.
        string? names = FormatNames(certificate);
        X509Certificate2Collection anchors = options.Anchors?.LoadIssuersOf([certificate, .. sent]) ?? [];
        CertificatePath path = CertificatePath.Build(certificate, sent, options.Anchors is null ? null : anchors, now);
        if (options.Anchors is TrustAnchors all && !path.IsValid && all.LoadAll() is var loaded && loaded.Count > anchors.Count)
        {
            path = CertificatePath.Build(certificate, sent, loaded, now);
        }

        return FindTimeError(certificate, isLeaf: true)
            ?? (path.IsTrusted ? null : DescribeUntrusted(path))
            ?? path.Certificates.Skip(1).Select(issuer => FindTimeError(issuer, isLeaf: false)).FirstOrDefault(error => error is not null)
            ?? FindChainError(path)
            ?? FindWeakness(path)
            ?? FindNameError(certificate, names)
            ?? FindShortValidity(path.Certificates);
    }

    private string? FindTimeError(X509Certificate2 certificate, bool isLeaf) =>
        now > certificate.NotAfter.ToUniversalTime() ? $"{Subject(certificate, isLeaf)} expired on {FormatDate(certificate.NotAfter)}"
        : now < certificate.NotBefore.ToUniversalTime() ? $"{Subject(certificate, isLeaf)} is not valid before {FormatDate(certificate.NotBefore)}"
        : null;

    private static string FormatDate(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string DescribeUntrusted(CertificatePath path) =>
        options.Anchors?.Error is string error ? $"the certificate is not trusted: {error}"
        : path.IsSelfSigned ? "the certificate is not trusted: it is self-signed; set --cacert to a file that contains it"
        : $"the certificate is not trusted: unknown CA {Quoted.Of(path.Certificates[^1].Issuer)}; set --cacert to a file that contains it";

    private static string? FindChainError(CertificatePath path)
    {
        for (int i = 0; i < path.Certificates.Count; i++)
        {
            string subject = Subject(path.Certificates[i], isLeaf: i == 0);
            X509ChainStatusFlags errors = path.Errors[i];
            string? error = errors.HasFlag(X509ChainStatusFlags.NotSignatureValid)
                    ? $"the signature of {subject} does not match the CA {Quoted.Of(path.Certificates[i].Issuer)}"
                : errors.HasFlag(X509ChainStatusFlags.InvalidBasicConstraints) ? DescribeConstraints(path.Certificates[i], subject)
                : (errors & NameConstraints) != 0 ? $"a name in {subject} is outside the name constraints of its CA"
                : errors.HasFlag(X509ChainStatusFlags.NotValidForUsage)
                    ? $"{subject} is not valid for server authentication (extended key usage)"
                : errors.HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension)
                    ? $"{subject} has a critical extension that is not supported"
                : errors != 0 ? $"{subject} is invalid ({errors})"
                : null;
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private static string DescribeConstraints(X509Certificate2 certificate, string subject) =>
        !IsAuthority(certificate) ? $"{subject} is not a CA certificate"
        : certificate.Extensions.OfType<X509KeyUsageExtension>().Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
            ? $"{subject} is not valid for signing certificates (key usage)"
        : $"the certificate chain is longer than {subject} permits (path length)";

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    // The anchor is trusted whatever its signature, and the key of a root may be of its time.
    private static string? FindWeakness(CertificatePath path)
    {
        for (int i = 0; i < path.Certificates.Count; i++)
        {
            X509Certificate2 certificate = path.Certificates[i];
            bool isAnchor = i == path.Certificates.Count - 1;
            bool isRoot = isAnchor && i > 0 && CertificatePath.IsSelfIssued(certificate);
            string? weakness = isRoot ? null : CertificateStrength.FindWeakKey(certificate);
            weakness ??= isAnchor ? null : CertificateStrength.FindWeakSignature(certificate);
            if (weakness is not null)
            {
                return $"{Subject(certificate, isLeaf: i == 0)} has {weakness}; {Skip}";
            }
        }

        return path.Certificates.Count > 1 && IsAuthority(path.Certificates[0])
            ? $"the certificate is a CA certificate, not one of a server; {Skip}"
            : null;
    }

    private string? FindNameError(X509Certificate2 certificate, string? names)
    {
        if (options.AcceptsAnyName || IsFor(certificate, serverName))
        {
            return null;
        }

        string commonName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return names is null
            ? $"the certificate has no subject alternative names, only the common name {Quoted.Of(commonName)}; {Skip}"
            : $"the certificate is valid for {Quoted.Of(names)}, not for {serverName}; set --sni to a name in the certificate";
    }

    private static string? FormatNames(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null
            ? null
            : string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
    }

    private static bool IsFor(X509Certificate2 certificate, string name)
    {
        int zone = name.Contains(':', StringComparison.Ordinal) ? name.IndexOf('%', StringComparison.Ordinal) : -1;
        try
        {
            return certificate.MatchesHostname(zone < 0 ? name : name[..zone], allowWildcards: true, allowCommonName: false);
        }
        catch (ArgumentException)
        {
            // No name of a host: an application may have set any text.
            return false;
        }
    }

    private string? FindShortValidity(IReadOnlyList<X509Certificate2> certificates)
    {
        for (int i = 0; i < certificates.Count && options.CertificateDays > 0; i++)
        {
            DateTime end = certificates[i].NotAfter;
            TimeSpan left = end.ToUniversalTime() - now;
            if (left < TimeSpan.FromDays(options.CertificateDays))
            {
                string required = options.CertificateDays.ToString(CultureInfo.InvariantCulture);
                return FindTimeError(certificates[i], isLeaf: i == 0)
                    ?? $"{Subject(certificates[i], isLeaf: i == 0)} expires on {FormatDate(end)} ({FormatLeft(left)} left); --cert-days requires {required}";
            }
        }

        return null;
    }

    // Rounded down, so that what is too short is shown as less than what is required.
    private static string FormatLeft(TimeSpan left) =>
        left >= TimeSpan.FromDays(1) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalDays * 10) / 10:0.#} days")
        : left >= TimeSpan.FromHours(1) ? $"{left.Hours} h"
        : $"{left.Minutes} min";

    private static string Subject(X509Certificate2 certificate, bool isLeaf) =>
        isLeaf ? "the certificate" : $"the CA certificate {Quoted.Of(certificate.Subject)}";
}
