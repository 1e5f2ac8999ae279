using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Executable;

/// <summary>The PEM files of certificates and keys that options name.</summary>
internal static class CertificateFiles
{
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";

    /// <summary>Reads the certificates of CAs.</summary>
    public static X509Certificate2Collection? ReadRoots(string path, Deadline deadline, out string? mistake)
    {
        byte[] content = FileContent.ReadFile(path, deadline, out mistake);
        return mistake is null ? Load(content, path, out mistake) : null;
    }

    /// <summary>Reads a client certificate with its private key, and the intermediate certificates after it.</summary>
    /// <param name="certPath">The certificates, the client's own first.</param>
    /// <param name="keyPath">The private key.</param>
    /// <param name="deadline">When pipes must be at their end.</param>
    /// <param name="mistake">What is wrong, with the option.</param>
    public static X509Certificate2Collection? ReadClient(string certPath, string keyPath, Deadline deadline, out string? mistake)
    {
        // A pipe can be read once.
        byte[] content = FileContent.ReadFile(certPath, deadline, out mistake);
        X509Certificate2Collection certificates = mistake is null ? Load(content, certPath, out mistake) : [];
        if (mistake is not null)
        {
            mistake = $"--cert: {mistake}";
            return null;
        }

        string option = keyPath == certPath ? "--cert" : "--key";
        string key = Encoding.UTF8.GetString(keyPath == certPath ? content : FileContent.ReadFile(keyPath, deadline, out mistake));
        mistake ??= FindKeyError(key, keyPath);
        if (mistake is null && TryJoin(certificates, key, out X509Certificate2? client))
        {
            certificates[0] = client;
            return certificates;
        }

        mistake = $"{option}: {mistake ?? DescribeMismatch(certificates, key, certPath, keyPath)}";
        return null;
    }

    private static X509Certificate2Collection Load(byte[] content, string path, out string? mistake)
    {
        (X509Certificate2Collection certificates, int invalid) = PemCertificates.Load(PemCertificates.Decode(content));
        mistake = invalid > 0 ? $"{Quoted.Of(path)} contains an invalid certificate; write it again from its source"
            : certificates.Count == 0 ? $"{Quoted.Of(path)} contains no certificate; use a PEM file"
            : null;
        return certificates;
    }

    private static bool TryJoin(X509Certificate2Collection certificates, string key, out X509Certificate2 client)
    {
        try
        {
            client = X509Certificate2.CreateFromPem(certificates[0].ExportCertificatePem(), key);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            client = certificates[0];
            return false;
        }
    }

    private static string? FindKeyError(string pem, string path) =>
        pem.Contains("ENCRYPTED", StringComparison.Ordinal) ? $"{Quoted.Of(path)} is encrypted; decrypt it with openssl pkey"
        : !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? $"{Quoted.Of(path)} contains no private key; use a PEM file"
        : null;

    private static string DescribeMismatch(X509Certificate2Collection certificates, string key, string certPath, string keyPath) =>
        certificates[0].PublicKey.Oid.Value is Ed25519 or Ed448
            ? $"Ed25519 and Ed448 keys are not supported ({Quoted.Of(certPath)}); use an RSA or EC key"
        : certificates.Skip(1).Any(other => TryJoin([other], key, out _))
            ? $"the first certificate in {Quoted.Of(certPath)} is not the one of the key; put the client certificate first"
        : $"the key in {Quoted.Of(keyPath)} does not belong to the certificate in {Quoted.Of(certPath)}; use the key that it was made with";
}
