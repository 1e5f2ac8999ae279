using System.Globalization;

namespace HealthProbe.IntegrationTests.Listening;

/// <summary>The kernel's own list of connections.</summary>
internal static class HeldConnections
{
    private const string Listening = "0A";

    /// <summary>How many connections of a local IPv4 port some process still holds a descriptor of.</summary>
    public static int Of(int localPort)
    {
        string suffix = string.Create(CultureInfo.InvariantCulture, $":{localPort:X4}");
        return File.ReadLines("/proc/self/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(field => field[1].EndsWith(suffix, StringComparison.Ordinal) && field[3] != Listening && field[9] != "0");
    }

    public static async Task UntilNoneAsync(int localPort)
    {
        while (Of(localPort) > 0)
        {
            await Task.Delay(1);
        }
    }
}
