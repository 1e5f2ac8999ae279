using System.Globalization;
using System.Net;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads numbers, each within its bounds.</summary>
internal static class NumberReader
{
    private const int MostWorkers = 10_000;
    private const int MostRequests = 1_000_000;
    private const int MostVerbose = 9;

    public static int Port(string text, out string? mistake) => Read(text, "a port", IPEndPoint.MinPort, IPEndPoint.MaxPort, out mistake);

    public static int Workers(string text, out string? mistake) => Read(text, "a number of workers", 1, MostWorkers, out mistake);

    public static int RateLimit(string text, out string? mistake) => Read(text, "a number of requests a second", 0, MostRequests, out mistake);

    /// <summary>A number, or <c>true</c> for 1: the variable of a flag is often written so.</summary>
    public static int Verbosity(string text, out string? mistake) => text switch
    {
        "true" => Read("1", "", 0, MostVerbose, out mistake),
        "false" => Read("0", "", 0, MostVerbose, out mistake),
        _ => Read(text, "a verbosity", 0, MostVerbose, out mistake),
    };

    public static int DownStatus(string text, out string? mistake)
    {
        mistake = text is "500" or "503" ? null : $"{Quoted.Of(text)} is not a status of what is down: write 500 or 503";
        return text == "503" ? 503 : 500;
    }

    /// <summary>A duration that, other than a timeout, may be zero.</summary>
    public static TimeSpan OptionalDuration(string text, out string? mistake)
    {
        mistake = null;
        TimeSpan duration = text is "0" or "0s" or "0ms" ? TimeSpan.Zero : ValueReader.Duration(text, out mistake);
        mistake = mistake is null ? null : $"{mistake}, or 0s";
        return duration;
    }

    private static int Read(string text, string what, int least, int most, out string? mistake)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            && (text.Length == 1 || text[0] != '0');
        mistake = isNumber ? null : string.Create(CultureInfo.InvariantCulture, $"{Quoted.Of(text)} is not {what}: write a number from {least} to {most}");
        return number;
    }
}
