using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Cli;

/// <summary>
/// The commands that a GitHub Actions runner reads from the lines of a log: <c>::name::</c>, and <c>##[name]</c> anywhere in a line.
/// </summary>
internal static class WorkflowCommands
{
    /// <summary>Separates the characters of each command in a line. The address in <c>[::1]:80</c> stays as it is.</summary>
    public static string Defuse(string line)
    {
        line = DefuseInline(line);
        int position = 0;
        while (line.IndexOf("::", position, StringComparison.Ordinal) is >= 0 and int colons)
        {
            line = IsInAddress(line, colons) ? line : line.Insert(colons + 1, " ");
            position = colons + 2;
        }

        return line;
    }

    /// <summary>Separates the characters of the commands that a runner reads anywhere in a line.</summary>
    public static string DefuseInline(string line) => line.Replace("##[", "## [", StringComparison.Ordinal);

    private static bool IsInAddress(string line, int position)
    {
        int open = line.LastIndexOf('[', position);
        int close = line.IndexOf(']', position);
        ReadOnlySpan<char> text = open >= 0 && close >= 0 ? line.AsSpan(open + 1, close - open - 1) : default;
        int zone = text.IndexOf('%');
        bool isPlain = zone < 0 || !text[zone..].ContainsAny(" :[");
        return isPlain && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
