using System.Security.Cryptography.X509Certificates;
using HealthProbe.Network;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads the files that settings name, at start: at most 1 MiB, and a pipe within 5 s.</summary>
internal static class StartFile
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>A limit that begins now.</summary>
    public static Deadline NewDeadline() => new(Timeout, TimeProvider.System);

    public static byte[] Read(string path, out string? mistake) => FileContent.ReadFile(path, NewDeadline(), out mistake);

    public static X509Certificate2Collection? ReadRoots(string path, out string? mistake) =>
        CertificateFiles.ReadRoots(path, NewDeadline(), out mistake);
}
