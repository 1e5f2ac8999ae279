using System.Net;
using System.Text;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// Resolves names by /etc/hosts, then by DNS as /etc/resolv.conf says, in the same way on every system. Both files are read for each
/// lookup, because a container's names appear and change.
/// </summary>
internal sealed class NameResolver(INameServerNetwork network)
{
    private const int MaxHostsBytes = 4 * 1024 * 1024;
    private const int MaxConfigurationBytes = 64 * 1024;

    public string HostsPath { get; init; } = "/etc/hosts";

    public string ConfigurationPath { get; init; } = "/etc/resolv.conf";

    public int Port { get; init; } = 53;

    /// <summary>Resolves a name that is not an address.</summary>
    /// <param name="host">The name.</param>
    /// <param name="timeout">The timeout of the attempt. It sets the rhythm; the token ends the lookup.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waitFor">Receives what describes the missing response.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <exception cref="OperationCanceledException">The token is canceled.</exception>
    public async Task<Resolution> ResolveAsync(
        string host, TimeSpan timeout, TimeProvider time, Action<Func<string>> waitFor, CancellationToken cancellationToken)
    {
        if (HostsFile.Find(Read(HostsPath, MaxHostsBytes), host) is { Length: > 0 } addresses)
        {
            return new Resolution(addresses, null);
        }

        var configuration = ResolverConfiguration.Parse(Read(ConfigurationPath, MaxConfigurationBytes), Port);
        var resolver = new StubResolver(host, configuration, timeout, CreateId);
        waitFor(resolver.DescribeMissing);
        using var client = new DnsClient(configuration, network, time, cancellationToken);
        return await client.RunAsync(resolver).ConfigureAwait(false);
    }

    // The framework's cryptographic generator would load OpenSSL. These bits come from the kernel's.
    private static ushort CreateId() => BitConverter.ToUInt16(Guid.NewGuid().ToByteArray());

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
