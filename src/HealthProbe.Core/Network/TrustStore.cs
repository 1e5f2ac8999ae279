using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
#if STATIC_GLIBC
using System.Runtime.InteropServices;
#endif

namespace HealthProbe.Network;

/// <summary>
/// The roots that this system trusts, for the static binary. The OpenSSL in it knows only the place of the system that it was built on; and the framework reads all 140 roots of
/// a bundle, which takes ten times as long as the handshake, where one is enough.
/// </summary>
internal static partial class TrustStore
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string DirectoryVariable = "SSL_CERT_DIR";

    // The bundles of Debian, Alpine and the like; of Fedora and RHEL; of openSUSE.
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    private static (string? File, string? Directory)? _given;

    // Remembered, because Configure overwrites the variables.
    private static (string? File, string? Directory) Given =>
        _given ??= (Environment.GetEnvironmentVariable(FileVariable), Environment.GetEnvironmentVariable(DirectoryVariable));

    /// <summary>Whether there are any roots, at the place that OpenSSL's variables name or at one that is usual.</summary>
    public static bool IsPresent => Files().Any();

    /// <summary>Reads the roots that may have signed one of these certificates: those that name its issuer.</summary>
    public static X509Certificate2Collection RootsFor(IEnumerable<X509Certificate2> certificates)
    {
        List<byte[]> issuers = [.. certificates.Select(certificate => certificate.IssuerName.RawData)];
        var roots = new X509Certificate2Collection();
        foreach (byte[] root in Files().SelectMany(ReadCertificates).Where(root => issuers.Exists(issuer => root.AsSpan().IndexOf(issuer) >= 0)))
        {
            roots.Add(X509CertificateLoader.LoadCertificate(root));
        }

        return roots;
    }

    private static IEnumerable<string> Files()
    {
        (string? file, string? directory) = Given;
        file = string.IsNullOrEmpty(file) && string.IsNullOrEmpty(directory) ? Array.Find(Bundles, File.Exists) : file;
        IEnumerable<string> files = Directory.Exists(directory) ? Directory.EnumerateFiles(directory) : [];
        return file is not null && File.Exists(file) ? files.Prepend(file) : files;
    }

    private static IEnumerable<byte[]> ReadCertificates(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        int start = 0;
        while (TryTakeBlock(text, ref start, out byte[] certificate))
        {
            yield return certificate;
        }
    }

    private static bool TryTakeBlock(string text, ref int start, out byte[] content)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        bool isFound = PemEncoding.TryFind(rest, out PemFields fields);
        content = isFound && rest[fields.Label] is "CERTIFICATE" ? new byte[fields.DecodedDataLength] : [];
        start += fields.Location.End.Value;
        return isFound && (content.Length == 0 || Convert.TryFromBase64Chars(rest[fields.Base64Data], content, out _));
    }

#if STATIC_GLIBC
    private const string Nowhere = "/nonexistent";

    /// <summary>Keeps the framework from reading any roots: it looks at the environment of the process itself.</summary>
    public static void Configure()
    {
        _ = Given;
        _ = SetVariable(FileVariable, Nowhere, 1);
        _ = SetVariable(DirectoryVariable, Nowhere, 1);
    }

    /// <summary>Takes it back, for a program that is to take this one's place with the environment as it was.</summary>
    public static void Restore()
    {
        if (_given is not null)
        {
            Restore(FileVariable, Given.File);
            Restore(DirectoryVariable, Given.Directory);
        }
    }

    private static void Restore(string name, string? value) => _ = value is null ? UnsetVariable(name) : SetVariable(name, value, 1);

    /// <summary>Verifies a certificate against this system's roots.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="shown">What the server showed besides it.</param>
    public static bool Verifies(X509Certificate2 certificate, X509Certificate2Collection shown)
    {
        const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(RootsFor(shown.Append(certificate)));
        chain.ChainPolicy.ExtraStore.AddRange(shown);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain.Build(certificate);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);
#else
    /// <summary>Nothing to do: the system's own OpenSSL knows.</summary>
    public static void Configure()
    {
    }

    /// <summary>Nothing to take back.</summary>
    public static void Restore()
    {
    }

    /// <summary>False: the framework has already judged.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="shown">What the server showed besides it.</param>
    public static bool Verifies(X509Certificate2 certificate, X509Certificate2Collection shown) => false;
#endif
}
