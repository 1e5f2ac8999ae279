using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.Network;

/// <summary>Which keys and signatures are strong enough: those of OpenSSL's security level 2, at least 112 bits.</summary>
internal static class CertificateStrength
{
    private const int MinRsaBits = 2048;
    private const int MinCurveBits = 224;
    private const string RsaPss = "1.2.840.113549.1.1.10";

    // Signatures of SHA-2 and SHA-3 with RSA, DSA and ECDSA; Ed25519, Ed448 and ML-DSA, which have no hash to choose.
    private static readonly string[] StrongSignatures =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", "1.2.840.113549.1.1.14",
        "1.2.840.10045.4.3.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4", "1.3.101.112", "1.3.101.113",
    ];

    // SHA-2 and SHA-3, and later signatures: the arc of NIST, which has no broken algorithm.
    private const string NistArc = "2.16.840.1.101.3.4.";
    private const string Sha1 = "1.3.14.3.2.26";

    /// <summary>Returns what is weak about the key, or null.</summary>
    public static string? FindWeakKey(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        using ECDsa? curve = certificate.GetECDsaPublicKey();
        return rsa?.KeySize < MinRsaBits ? $"an RSA key of {rsa.KeySize} bits, less than {MinRsaBits}"
            : curve?.KeySize < MinCurveBits ? $"an elliptic curve key of {curve.KeySize} bits, less than {MinCurveBits}"
            : null;
    }

    /// <summary>Returns what is weak about the signature, or null. What is not on the list of strong algorithms is weak.</summary>
    public static string? FindWeakSignature(X509Certificate2 certificate)
    {
        string algorithm = certificate.SignatureAlgorithm.Value ?? "";
        algorithm = algorithm == RsaPss ? ReadHash(certificate) : algorithm;
        return StrongSignatures.Contains(algorithm) || algorithm.StartsWith(NistArc, StringComparison.Ordinal) ? null : algorithm switch
        {
            "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" or "1.2.840.10040.4.3" or "1.3.14.3.2.29" or Sha1 => "a SHA-1 signature",
            "1.2.840.113549.1.1.4" => "an MD5 signature",
            _ => $"a signature of an unknown or weak algorithm ({algorithm})",
        };
    }

    // RFC 4055, section 3.1: without a hash it is SHA-1.
    private static string ReadHash(X509Certificate2 certificate)
    {
        try
        {
            AsnReader whole = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            whole.ReadEncodedValue();
            AsnReader algorithm = whole.ReadSequence();
            algorithm.ReadObjectIdentifier();
            AsnReader parameters = algorithm.ReadSequence();
            var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(hashTag)
                ? parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier()
                : Sha1;
        }
        catch (AsnContentException)
        {
            return RsaPss;
        }
    }
}
