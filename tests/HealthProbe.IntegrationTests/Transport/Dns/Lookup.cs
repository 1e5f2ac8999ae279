using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;
using HealthProbe.Transport.Dns;

namespace HealthProbe.IntegrationTests.Transport.Dns;

/// <summary>One lookup with files and a port of its own.</summary>
internal static class Lookup
{
    /// <summary>Returns the addresses in alphabetical order, the error, or what was missing when the attempt timed out.</summary>
    public static async Task<string> RunAsync(
        Way way, string host, string configuration, int port, string hosts = "", TimeSpan? timeout = null)
    {
        string folder = Directory.CreateTempSubdirectory("healthprobe-").FullName;
        try
        {
            string hostsPath = Path.Combine(folder, "hosts");
            string configurationPath = Path.Combine(folder, "resolv.conf");
            await File.WriteAllTextAsync(hostsPath, hosts);
            await File.WriteAllTextAsync(configurationPath, configuration);
            var resolver = new NameResolver { HostsPath = hostsPath, ConfigurationPath = configurationPath, Port = port };
            return await RunAsync(way, resolver, host, timeout);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Task<string> RunAsync(Way way, NameResolver resolver, string host, TimeSpan? timeout = null) =>
        Question.RunAsync(way, (transport, time) => RunAsync(transport, time, resolver, host, timeout ?? Question.Patience));

    private static async Task<string> RunAsync(
        NetworkTransport transport, TimeProvider time, NameResolver resolver, string host, TimeSpan timeout)
    {
        using var end = new CancellationTokenSource(timeout, time);
        var attempt = new Attempt(time) { Timeout = timeout };
        try
        {
            Resolution result = await resolver.ResolveAsync(host, transport, attempt, end.Token);
            return result.Error ?? string.Join(' ', result.Addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
        }
        catch (OperationCanceledException)
        {
            return attempt.DescribeMissing().Detail;
        }
    }

    /// <summary>A UDP socket that is bound to a port which is free for TCP and UDP.</summary>
    public static Socket Bind(IPAddress address, int port = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }
}
