using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>One TLS handshake, and the reason when it fails.</summary>
internal sealed class TlsHandshake(TlsOptions options, string host, TimeProvider time)
{
    private string? _mistake;

    private string ServerName => options.ServerName ?? host;

    /// <summary>Shakes hands over a connection, which the result owns.</summary>
    /// <returns>The secured stream; or null and why not.</returns>
    public async ValueTask<(SslStream? Stream, Outcome Failure)> ShakeAsync(Stream stream, List<SslApplicationProtocol>? protocols, CancellationToken cancellationToken)
    {
        StaticOpenSsl.Prepare();
        TrustStore.Configure();
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        var authentication = new SslClientAuthenticationOptions
        {
            TargetHost = ServerName,
            ApplicationProtocols = protocols,
            ClientCertificates = options.ClientCertificate is X509Certificate2 own ? [own] : null,
            CertificateChainPolicy = ChainPolicy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsAccepted(certificate as X509Certificate2, chain, errors),
        };
        try
        {
            await secured.AuthenticateAsClientAsync(authentication, cancellationToken).ConfigureAwait(false);
            return (secured, default);
        }
        catch (OperationCanceledException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            return (null, Outcome.Unhealthy(Reason.Tls, _mistake ?? Describe(e)));
        }
    }

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (options.Roots is X509Certificate2Collection roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private bool IsAccepted(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _mistake = certificate is null ? "the server showed no certificate" : options.Insecure ? null : MistakeIn(certificate, chain, errors);
        if (_mistake is null && certificate is not null && options.CertificateDays > 0)
        {
            TimeSpan left = certificate.NotAfter.ToUniversalTime() - time.GetUtcNow();
            if (left < TimeSpan.FromDays(options.CertificateDays))
            {
                _mistake = string.Create(CultureInfo.InvariantCulture, $"the certificate is valid for {left.TotalDays:0.#} more days, not {options.CertificateDays}");
            }
        }

        return _mistake is null;
    }

    private string? MistakeIn(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isVerified = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && options.Roots is null
            && TrustStore.Verifies(certificate, chain?.ChainPolicy.ExtraStore ?? []);
        if (isVerified)
        {
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        }

        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (now > certificate.NotAfter.ToUniversalTime())
        {
            return string.Create(CultureInfo.InvariantCulture, $"the certificate expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }

        if (now < certificate.NotBefore.ToUniversalTime())
        {
            return string.Create(CultureInfo.InvariantCulture, $"the certificate is valid only from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return options.Roots is null && !TrustStore.IsPresent
                ? "no root certificates found in this image: copy a CA bundle to /etc/ssl/certs/ca-certificates.crt, or name one with --cacert"
                : $"the certificate is not trusted ({Issue(chain)}): name its CA with --cacert";
        }

        return $"the certificate is not for {ServerName} but for {Quoted.Of(NamesOf(certificate))}: name it with --sni";
    }

    private static string Issue(X509Chain? chain)
    {
        X509ChainStatusFlags flags = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? default;
        return flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) ? "self-signed, or of an unknown CA"
            : flags.HasFlag(X509ChainStatusFlags.PartialChain) ? "of an unknown CA"
            : flags.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "its CA has expired"
            : flags.ToString();
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null
            ? certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)
            : string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
    }

    // A peer that closes or answers in plain text is no TLS server; the framework's own words are not for users.
    private static string Describe(Exception e) => e is AuthenticationException
        ? "the TLS handshake failed: the server does not speak TLS, or no common version"
        : "the connection was closed during the TLS handshake: the server may not speak TLS";
}
