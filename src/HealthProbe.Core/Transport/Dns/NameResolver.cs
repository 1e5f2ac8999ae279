using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// Resolves names by /etc/hosts, then by DNS as /etc/resolv.conf says, in the same way on every system. Both files are read for each
/// lookup, because a container's names appear and change.
/// </summary>
internal sealed class NameResolver : HostResolver
{
    private const int MaxHostsBytes = 4 * 1024 * 1024;
    private const int MaxConfigurationBytes = 64 * 1024;

    public string HostsPath { get; init; } = "/etc/hosts";

    public string ConfigurationPath { get; init; } = "/etc/resolv.conf";

    public int Port { get; init; } = 53;

    public override async ValueTask<Resolution> ResolveAsync(
        string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        if (HostsFile.Find(Read(HostsPath, MaxHostsBytes), host) is { Length: > 0 } addresses)
        {
            return new Resolution(addresses, null);
        }

        var configuration = ResolverConfiguration.Parse(Read(ConfigurationPath, MaxConfigurationBytes), Port);
        var resolver = new StubResolver(host, configuration, attempt.Remaining, CreateId);
        attempt.WaitFor(resolver.DescribeMissing, Reason.Dns);
        using var client = new DnsClient(configuration, transport, attempt.Time, cancellationToken);
        return await client.RunAsync(resolver).ConfigureAwait(false);
    }

    // The framework's generators need OpenSSL or /dev/urandom, which an empty root lacks. If a filter denies getrandom(2), the clock has to do.
    private static unsafe ushort CreateId()
    {
        ushort id;
        return !OperatingSystem.IsLinux() ? BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(sizeof(ushort)))
            : Libc.getrandom(&id, sizeof(ushort), 0) == sizeof(ushort) ? id
            : (ushort)Stopwatch.GetTimestamp();
    }

    private static string Read(string path, int maxBytes)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[Math.Min(file.Length + 1, maxBytes)];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

            // The rest of a line that was cut off would be a wrong one.
            return Encoding.Latin1.GetString(bytes, 0, length < maxBytes ? length : bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
