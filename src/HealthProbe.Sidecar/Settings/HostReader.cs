using System.Text;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads where to listen: names and addresses as targets have them, and paths of Unix sockets.</summary>
internal static class HostReader
{
    private const string UnixScheme = "unix://";

    // The field of the kernel's address holds 108 bytes, the last of them zero.
    private const int LongestPath = 107;

    // Stands for the port that is a setting of its own, while Target reads the host: its rules are the ones that hold here.
    private const string AnyPort = "1";

    public static string? Host(string text, out string? mistake)
    {
        mistake = Target.TryParse(text, AnyPort, out Target? target, out _) ? null
            : $"{Quoted.Of(text)} is not a host: write a name or an address such as localhost, 0.0.0.0 or ::, and the port on its own";
        return target?.Host;
    }

    public static string? StatsdHost(string text, out string? mistake)
    {
        if (!text.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            string? host = Host(text, out mistake);
            mistake = mistake is null ? null : $"{mistake}; or unix:///path";
            return host;
        }

        string path = text[UnixScheme.Length..];
        bool isPath = path.Length > 1 && path[0] == '/' && path[^1] != '/' && !path.Any(char.IsControl) && Encoding.UTF8.GetByteCount(path) <= LongestPath;
        mistake = isPath ? null : $"{Quoted.Of(text)} is not the path of a socket: write unix:///run/statsd.sock, at most {LongestPath} bytes after unix://";
        return text;
    }
}
