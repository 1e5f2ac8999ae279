using System.Diagnostics;
using System.Text;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>
/// What a process printed and returned, all of it, and how long it took. One that outlives its limit is killed, and the test fails.
/// </summary>
public sealed record ProcessRun(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<ProcessRun> StartAsync(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? variables = null,
        string? folder = null,
        TimeSpan? limit = null)
    {
        using var ended = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(8));
        using var process = new Process { StartInfo = Describe(program, arguments, variables ?? [], folder) };
        var watch = Stopwatch.StartNew();
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} still ran after {watch.Elapsed}; it had printed: {await output}{await error}");
        }

        TimeSpan elapsed = watch.Elapsed;
        return new ProcessRun(process.ExitCode, await output, await error, elapsed);
    }

    private static ProcessStartInfo Describe(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables, string? folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            WorkingDirectory = folder ?? "",
        };

        // What the person who runs the tests has set would change the answers, and what `dotnet test` has set would change the builds.
        string[] inherited = [.. start.Environment.Keys.Where(name => name.StartsWith("HEALTHPROBE_", StringComparison.Ordinal) || name.StartsWith("SSL_CERT_", StringComparison.Ordinal) || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in inherited)
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
