using System.Diagnostics;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A program that reads what it is given and ends.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it to its end; one that does not come to it is killed.</summary>
    public static async Task<ToolRun> RunAsync(string program, IEnumerable<string> arguments, string input = "", string folder = "")
    {
        var start = new ProcessStartInfo(Installed.Find(program) ?? throw new FileNotFoundException($"there is no {program}"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return new ToolRun(process.ExitCode, await output, await errors);
    }
}
