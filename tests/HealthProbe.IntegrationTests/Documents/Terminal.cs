using System.Diagnostics;
using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>An interactive shell on a terminal of its own.</summary>
internal static partial class Terminal
{
    /// <summary>What makes the terminal.</summary>
    public const string Program = "script";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Types the beginning of a command line, the key Tab and the key Enter.</summary>
    /// <param name="shell">The command that starts the shell.</param>
    /// <param name="setting">What is typed before: it loads the completion.</param>
    /// <param name="typed">The line, without its end.</param>
    /// <returns>The arguments that <c>healthprobe</c> was given, each in angle brackets.</returns>
    public static async Task<string> CompleteAsync(string shell, string setting, string typed)
    {
        string[] arguments = ["--quiet", "--return", "--command", shell, "/dev/null"];
        var start = new ProcessStartInfo(Installed.Find(Program)!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync($"{setting}; healthprobe() {{ printf '<%s>' \"$@\"; echo; }}\n{typed}\t\nexit\n");
        await process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        string screen = await output;
        return Printed().Match(screen) is { Success: true } match ? match.Groups["line"].Value : screen;
    }

    [GeneratedRegex(@"^(?<line>(<[^<>%\r\n]*>)+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}
