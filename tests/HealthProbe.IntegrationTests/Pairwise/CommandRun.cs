using HealthProbe.Cli;

namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>One command line with its environment, and what its exit code must be.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Variables">The environment.</param>
/// <param name="IsUsageError">Whether it must be refused before anything is sent.</param>
/// <param name="IsHealthy">Whether the exit code must be 0; null where the speed of the machine decides.</param>
internal sealed record CommandRun(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables, bool IsUsageError, bool? IsHealthy)
{
    private const int Parallel = 8;

    /// <summary>Runs all through the command's entry.</summary>
    /// <returns>A line for each run whose exit code is not the expected one.</returns>
    public static async Task<IReadOnlyList<string>> AllAsync(IReadOnlyList<CommandRun> runs)
    {
        using var slots = new SemaphoreSlim(Parallel);
        string?[] failures = await Task.WhenAll(runs.Select(async run =>
        {
            await slots.WaitAsync();
            try
            {
                // As in the program, on a thread that has no task of its own.
                return await Task.Run(() => OwnThread.Run(() => { }, run.Failure));
            }
            finally
            {
                slots.Release();
            }
        }));
        return [.. failures.OfType<string>()];
    }

    /// <summary>The exit code that <c>--any</c>, <c>--invert</c> and the verdicts on the targets must give.</summary>
    public static bool? Expect(bool isAny, bool isInverted, params Verdict[] verdicts)
    {
        bool?[] healthy = Array.ConvertAll(verdicts, verdict => verdict switch
        {
            Verdict.Met => !isInverted,
            Verdict.Gone => isInverted,
            Verdict.Unknown => false,
            _ => isInverted ? false : (bool?)null,
        });
        bool decided = isAny;
        return healthy.Contains(decided) ? decided : healthy.Contains(null) ? null : !decided;
    }

    private string? Failure()
    {
        Invocation invocation = new CommandLine(name => Variables.GetValueOrDefault(name)).Read(Arguments);
        string written = $"{string.Join(' ', Variables.Select(pair => $"{pair.Key}={pair.Value}").Concat(Arguments))}";
        if (invocation is Invocation.Mistake mistake)
        {
            return IsUsageError ? null : $"{written}: usage error \"{mistake.Text}\"";
        }

        if (IsUsageError)
        {
            return $"{written}: no usage error";
        }

        try
        {
            int code = ProbeCommand.Run(((Invocation.Probe)invocation).Settings);
            return IsHealthy is null || code == (IsHealthy.Value ? 0 : 1) ? null : $"{written}: exit code {code}";
        }
#pragma warning disable CA1031 // The command would print it as an internal error, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"{written}: {e.GetType().Name}: {e.Message}";
        }
    }
}
