using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HealthProbe.Network;

/// <summary>Decodes the certificates of PEM text (RFC 7468), with the labels of OpenSSL and the byte order mark of editors.</summary>
internal static class PemCertificates
{
    private static readonly string[] Labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];

    /// <summary>Returns each certificate in DER. Text that is not PEM is skipped.</summary>
    public static IEnumerable<byte[]> Decode(byte[] pem)
    {
        string text = Encoding.Latin1.GetString(pem.AsSpan().StartsWith("\uFEFF"u8) ? pem.AsSpan(3) : pem);
        int start = 0;
        while (TryTakeBlock(text, ref start, out byte[] certificate))
        {
            if (certificate.Length > 0)
            {
                yield return certificate;
            }
        }
    }

    /// <summary>Loads each certificate.</summary>
    /// <returns>The certificates, and the number of those that could not be loaded.</returns>
    public static (X509Certificate2Collection Certificates, int Invalid) Load(IEnumerable<byte[]> encoded)
    {
        var certificates = new X509Certificate2Collection();
        int invalid = 0;
        foreach (byte[] certificate in encoded)
        {
            try
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(certificate));
            }
            catch (CryptographicException)
            {
                invalid++;
            }
        }

        return (certificates, invalid);
    }

    // An empty block is none of a certificate.
    private static bool TryTakeBlock(string text, ref int start, out byte[] content)
    {
        content = [];
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (!PemEncoding.TryFind(rest, out PemFields fields))
        {
            return false;
        }

        string label = rest[fields.Label].ToString();
        if (Labels.Contains(label))
        {
            content = Convert.FromBase64String(rest[fields.Base64Data].ToString());
            content = label == Labels[^1] ? WithoutTrustSettings(content) : content;
        }

        start += fields.Location.End.Value;
        return true;
    }

    // What OpenSSL trusts the certificate for stands behind it.
    private static byte[] WithoutTrustSettings(byte[] content) =>
        AsnDecoder.TryReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out _, out int length) ? content[..length] : content;
}
