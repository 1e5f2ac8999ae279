using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HealthProbe.Network;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// Resolves names by /etc/hosts, then by DNS as /etc/resolv.conf says, in the same way on every system. Both files are read for each
/// lookup, because a container's names appear and change. A missing file is empty. A file that cannot be read whole is an error, because
/// without its lines the name can have other addresses.
/// </summary>
internal sealed class NameResolver : HostResolver
{
    // Lists of blocked domains have several MB.
    private const int MaxHostsBytes = 4 * BoundedFile.MaxBytes;

    public string HostsPath { get; init; } = "/etc/hosts";

    public string ConfigurationPath { get; init; } = "/etc/resolv.conf";

    public int Port { get; init; } = 53;

    public override async ValueTask<Resolution> ResolveAsync(
        string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        string hosts = Read(HostsPath, MaxHostsBytes, attempt, out string? error);
        if (error is null && HostsFile.Find(hosts, host) is { Length: > 0 } addresses)
        {
            return new Resolution(addresses, null);
        }

        string text = error is null ? Read(ConfigurationPath, BoundedFile.MaxBytes, attempt, out error) : "";
        if (error is not null)
        {
            return new Resolution([], error);
        }

        var configuration = ResolverConfiguration.Parse(text, Port);
        var resolver = new StubResolver(host, configuration, attempt.Remaining, CreateId);
        attempt.WaitFor(resolver.DescribeMissing, Reason.Dns);
        using var client = new DnsClient(configuration, transport, attempt.Time, cancellationToken);
        return await client.RunAsync(resolver).ConfigureAwait(false);
    }

    // The framework's generators need OpenSSL or /dev/urandom, which an empty root lacks. If a filter denies getrandom(2), the clock has
    // to do.
    private static unsafe ushort CreateId()
    {
        ushort id;
        return !OperatingSystem.IsLinux() ? BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(sizeof(ushort)))
            : Libc.getrandom(&id, sizeof(ushort), 0) == sizeof(ushort) ? id
            : (ushort)Stopwatch.GetTimestamp();
    }

    private static string Read(string path, int maxBytes, Attempt attempt, out string? error)
    {
        attempt.WaitFor(() => $"{path}: no end of the data", Reason.Dns);
        byte[]? content = BoundedFile.Read(path, new Deadline(attempt.Timeout, attempt.Time, attempt.Elapsed), out string? reason, maxBytes);
        error = reason is null or BoundedFile.NoSuchFile ? null : $"{path}: {reason}";
        return Encoding.Latin1.GetString(content ?? []);
    }
}
