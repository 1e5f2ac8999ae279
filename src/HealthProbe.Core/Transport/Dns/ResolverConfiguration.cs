using System.Globalization;
using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// The file /etc/resolv.conf (resolv.conf(5)): <c>nameserver</c>, <c>search</c>, <c>domain</c>, and the option <c>ndots</c>. Everything
/// else is ignored; the options <c>timeout</c> and <c>attempts</c> too, because the timeout of the attempt bounds the lookup.
/// </summary>
internal sealed record ResolverConfiguration(IReadOnlyList<IPEndPoint> Servers, IReadOnlyList<string> SearchDomains, int Ndots)
{
    private const int DefaultPort = 53;
    private const int MaxServers = 3;
    private const int MaxNdots = 15;

    /// <summary>Reads the text of the file. If the text names no server, the server is 127.0.0.1.</summary>
    public static ResolverConfiguration Parse(string text, int port = DefaultPort)
    {
        var servers = new List<IPEndPoint>();
        string[] domains = [];
        int ndots = 1;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", string server, ..]
                    when servers.Count < MaxServers && IPAddress.TryParse(server, out IPAddress? address):
                    servers.Add(new IPEndPoint(address, port));
                    break;

                case ["domain" or "search", .. string[] names]:
                    domains = [.. names.Select(name => name.TrimEnd('.'))];
                    break;

                case ["options", .. string[] options]:
                    ndots = options.Select(ReadNdots).LastOrDefault(number => number is not null) ?? ndots;
                    break;
            }
        }

        return new ResolverConfiguration(servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, port)], domains, ndots);
    }

    /// <summary>Returns the names to query for a host, in order.</summary>
    public IReadOnlyList<string> GetCandidates(string host)
    {
        if (host.EndsWith('.'))
        {
            return [host.TrimEnd('.')];
        }

        IEnumerable<string> qualified = SearchDomains.Select(domain => domain.Length == 0 ? host : $"{host}.{domain}");
        bool isQualified = host.Count(character => character == '.') >= Ndots;
        return [.. (isQualified ? qualified.Prepend(host) : qualified.Append(host)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static int? ReadNdots(string option)
    {
        const string prefix = "ndots:";
        return option.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(option.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? Math.Min(number, MaxNdots) : null;
    }
}
