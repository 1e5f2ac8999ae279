using System.Security.Cryptography.X509Certificates;
using HealthProbe.Network;
#if STATIC_GLIBC
using HealthProbe.Transport.Linux;
#endif

namespace HealthProbe.Executable;

/// <summary>
/// The CA certificates of the system: those of SSL_CERT_FILE and SSL_CERT_DIR, otherwise of the first bundle that exists. Files are read
/// when
/// a certificate is verified, and only the anchors that it needs are loaded: to load all 140 takes ten times as long as the handshake.
/// </summary>
/// <param name="file">The value of SSL_CERT_FILE.</param>
/// <param name="directories">The value of SSL_CERT_DIR: directories separated by colons.</param>
/// <param name="bundles">The files to try without either.</param>
/// <param name="deadline">When to stop waiting for a pipe.</param>
internal sealed class SystemTrustStore(string? file, string? directories, IReadOnlyList<string> bundles, Deadline deadline) : TrustAnchors
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string DirectoryVariable = "SSL_CERT_DIR";

    // The bundles of Debian, Alpine and the like; of Fedora and RHEL; of openSUSE.
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    // What came from pipes, which can be read once.
    private readonly Dictionary<string, byte[]> _received = [];
    private string? _error;

    public override string? Error => _error;

    /// <summary>Verification against the system's CA certificates.</summary>
    /// <param name="deadline">When to stop waiting for a pipe; the default timeout from now if it is null.</param>
    public static TlsOptions CreateOptions(Deadline? deadline = null)
    {
        (string? file, string? directories) = TakeVariables();
        deadline ??= new Deadline(Prober.DefaultTimeout, TimeProvider.System);
        return new TlsOptions { Anchors = new SystemTrustStore(file, directories, Bundles, deadline) };
    }

    public override X509Certificate2Collection LoadIssuersOf(IReadOnlyCollection<X509Certificate2> certificates)
    {
        List<byte[]> issuers = [.. certificates.Select(certificate => certificate.IssuerName.RawData)];
        return Load(encoded => issuers.Exists(issuer => encoded.AsSpan().IndexOf(issuer) >= 0));
    }

    public override X509Certificate2Collection LoadAll() => Load(_ => true);

    private X509Certificate2Collection Load(Func<byte[], bool> isWanted)
    {
        _error = null;
        var wanted = new List<byte[]>();
        foreach ((string path, string source) in Files())
        {
            byte[] pem = Read(path, out string? error);
            List<byte[]> found = [.. PemCertificates.Decode(pem)];
            wanted.AddRange(found.Where(isWanted));
            if (error is not null || (found.Count == 0 && source != DirectoryVariable))
            {
                _error ??= $"{source}: {Quoted.Of(path)}: {error ?? "it contains no certificate"}";
            }
        }

        // A directory of OpenSSL has a link to each certificate, and often the bundle.
        return PemCertificates.Load(wanted.DistinctBy(Convert.ToHexString)).Certificates;
    }

    private byte[] Read(string path, out string? error)
    {
        error = null;
        if (_received.TryGetValue(path, out byte[]? received))
        {
            return received;
        }

        byte[] content = BoundedFile.Read(path, deadline, out error) ?? [];
        if (content.Length > 0 && new FileInfo(path).Length == 0)
        {
            _received[path] = content;
        }

        return content;
    }

    private List<(string Path, string Source)> Files()
    {
        bool isGiven = !string.IsNullOrEmpty(file) || !string.IsNullOrEmpty(directories);
        List<(string Path, string Source)> files =
            !isGiven ? [.. bundles.Where(File.Exists).Take(1).Select(bundle => (bundle, "CA bundle"))]
            : string.IsNullOrEmpty(file) ? []
            : [(file, FileVariable)];
        foreach (string directory in (directories ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            files.AddRange(FilesIn(directory).Select(path => (path, DirectoryVariable)));
        }

        if (files.Count == 0)
        {
            _error ??= "no CA certificates found; copy a CA bundle to /etc/ssl/certs/ca-certificates.crt, or set --cacert";
        }

        return files;
    }

    private string[] FilesIn(string directory)
    {
        try
        {
            return Directory.GetFiles(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string why = e is DirectoryNotFoundException ? "there is no such directory" : "it cannot be read";
            _error ??= $"{DirectoryVariable}: {Quoted.Of(directory)}: {why}";
            return [];
        }
    }

#if STATIC_GLIBC
    private const string Nowhere = "/nonexistent";

    private static (string? File, string? Directories)? _taken;

    /// <summary>Puts the variables back, for a program that takes the place of this one.</summary>
    public static void RestoreVariables()
    {
        if (_taken is (string or null, string or null) taken)
        {
            Restore(FileVariable, taken.File);
            Restore(DirectoryVariable, taken.Directories);
        }
    }

    // The framework loads all roots that the variables of the process name, whether they are used or not; without them, those of the build
    // system.
    private static (string? File, string? Directories) TakeVariables()
    {
        if (_taken is null)
        {
            _taken = (Environment.GetEnvironmentVariable(FileVariable), Environment.GetEnvironmentVariable(DirectoryVariable));
            _ = Libc.setenv(FileVariable, Nowhere, 1);
            _ = Libc.setenv(DirectoryVariable, Nowhere, 1);
        }

        return _taken.Value;
    }

    private static void Restore(string name, string? value) => _ = value is null ? Libc.unsetenv(name) : Libc.setenv(name, value, 1);
#else
    /// <summary>Nothing to do: the variables were left as they are.</summary>
    public static void RestoreVariables()
    {
    }

    private static (string? File, string? Directories) TakeVariables() =>
        (Environment.GetEnvironmentVariable(FileVariable), Environment.GetEnvironmentVariable(DirectoryVariable));
#endif
}
