using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HealthProbe.Executable;

/// <summary>The certificate authorities of a PEM file.</summary>
internal static class RootCertificates
{
    public static X509Certificate2Collection? Read(string path, out string? mistake)
    {
        byte[] pem = FileContent.ReadFile(path, out mistake);
        var roots = new X509Certificate2Collection();
        if (mistake is null && (!TryImport(roots, pem) || roots.Count == 0))
        {
            mistake = $"{Quoted.Of(path)} holds no certificate: write the path of a PEM file";
        }

        return roots;
    }

    private static bool TryImport(X509Certificate2Collection roots, byte[] pem)
    {
        try
        {
            roots.ImportFromPem(Encoding.UTF8.GetString(pem));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
