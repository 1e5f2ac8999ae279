using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>One TLS handshake, and the reason when it fails.</summary>
internal sealed class TlsHandshake(TlsOptions options, string host, TimeProvider time)
{
    private string? _certificateError;

    private string ServerName => options.ServerName ?? host;

    /// <summary>Performs the TLS client handshake over a connection, which the result owns.</summary>
    /// <returns>The secured stream; or null and why not.</returns>
    public async ValueTask<(SslStream? Stream, Outcome Failure)> ShakeAsync(
        Stream stream, List<SslApplicationProtocol>? protocols, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsClientAsync(CreateAuthentication(protocols), cancellationToken).ConfigureAwait(false);
            return (secured, default);
        }
        catch (OperationCanceledException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or CryptographicException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            return (null, Outcome.Unhealthy(Reason.Tls, _certificateError ?? Describe(e)));
        }
    }

    private SslClientAuthenticationOptions CreateAuthentication(List<SslApplicationProtocol>? protocols) => new()
    {
        TargetHost = ServerName,
        ApplicationProtocols = protocols,
        ClientCertificateContext = options.ClientCertificate is { HasPrivateKey: true } own
            ? SslStreamCertificateContext.Create(own, options.ClientCertificateChain, offline: true)
            : null,
        CipherSuitesPolicy = TlsCipherSuites.Policy,
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsAccepted(certificate as X509Certificate2, chain),

        // The framework builds a chain before the callback. It is given no anchors: the validator loads those that it needs.
        CertificateChainPolicy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        },
    };

    private bool IsAccepted(X509Certificate2? certificate, X509Chain? chain)
    {
        _certificateError = certificate is null
            ? "the server sent no certificate"
            : new CertificateValidator(options, ServerName, time.GetUtcNow()).Validate(certificate, chain?.ChainPolicy.ExtraStore ?? []);
        return _certificateError is null;
    }

    // A peer that closes or answers in plain text is no TLS server; the framework's own words are not for users.
    private static string Describe(Exception e) =>
        TlsAlert.DescribeHandshake(e) ?? e switch
        {
            CryptographicException => CertificateValidator.MalformedMessage,
            AuthenticationException => "the TLS handshake failed: the server does not speak TLS, or no version in common",
            _ => "the connection was closed during the TLS handshake: the server may not speak TLS",
        };
}
