using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Tests.Network;

/// <summary>Makes certificates in memory.</summary>
internal static class Pki
{
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null, int fromDays = -1000, int toDays = 1000) =>
        Create(name, issuer, fromDays, toDays, [new X509BasicConstraintsExtension(true, false, 0, true)]);

    public static X509Certificate2 Leaf(X509Certificate2 issuer, string host = "web.test", double fromDays = -10, double toDays = 90, params X509Extension[] more)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        return Create("CN=leaf", issuer, fromDays, toDays, [names.Build(), .. more]);
    }

    public static X509Certificate2 Create(string name, X509Certificate2? issuer, double fromDays, double toDays, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        if (issuer is null)
        {
            return request.CreateSelfSigned(Now.AddDays(fromDays), Now.AddDays(toDays));
        }

        using ECDsa issuerKey = issuer.GetECDsaPrivateKey()!;
        using X509Certificate2 signed = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), Now.AddDays(fromDays), Now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
