using System.Runtime.InteropServices;

namespace HealthProbe.Network;

/// <summary>Where this system keeps the roots it trusts. A static OpenSSL knows only the place of the system that it was built on.</summary>
internal static partial class TrustStore
{
    // The bundles of Debian, Alpine and the like; of Fedora and RHEL; of openSUSE.
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    /// <summary>Whether there are any roots, at the place that the usual variables name or at one that is usual.</summary>
    public static bool IsPresent => Environment.GetEnvironmentVariable("SSL_CERT_DIR") is not null || Bundle is not null;

    private static string? Bundle => Environment.GetEnvironmentVariable("SSL_CERT_FILE") ?? Array.Find(Bundles, File.Exists);

#if STATIC_GLIBC
    private static bool _isConfigured;

    /// <summary>Tells OpenSSL, once, before it is used. It reads the environment of the process itself, not the framework's copy.</summary>
    public static void Configure()
    {
        if (Environment.GetEnvironmentVariable("SSL_CERT_DIR") is null && Bundle is string bundle)
        {
            _ = SetVariable("SSL_CERT_FILE", bundle, 1);
            _ = SetVariable("SSL_CERT_DIR", "/nonexistent", 1);
            _isConfigured = true;
        }
    }

    /// <summary>Takes it back, for a program that is to take this one's place with the environment as it was.</summary>
    public static void Restore()
    {
        if (_isConfigured)
        {
            _ = UnsetVariable("SSL_CERT_DIR");
            _ = Environment.GetEnvironmentVariable("SSL_CERT_FILE") is string file ? SetVariable("SSL_CERT_FILE", file, 1) : UnsetVariable("SSL_CERT_FILE");
        }
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
#else
    /// <summary>Nothing to do: the system's own OpenSSL knows.</summary>
    public static void Configure()
    {
    }

    /// <summary>Nothing to take back.</summary>
    public static void Restore()
    {
    }
#endif
}
