using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>The file /etc/hosts (hosts(5)).</summary>
internal static class HostsFile
{
    /// <summary>Returns the addresses of all lines that contain the name, in the order of the file.</summary>
    public static IPAddress[] Find(string text, string host)
    {
        string name = host.TrimEnd('.');
        var addresses = new List<IPAddress>();
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Skip(1).Any(word => word.Equals(name, StringComparison.OrdinalIgnoreCase))
                && IPAddress.TryParse(words[0], out IPAddress? address) && !addresses.Contains(address))
            {
                addresses.Add(address);
            }
        }

        return [.. addresses];
    }
}
