using System.Text.Json;
using System.Text.RegularExpressions;

namespace HealthProbe.Soak;

/// <summary>One case, asked by one command line; it knows which answers are right.</summary>
internal sealed partial record Question(Case Case, int Port, TimeSpan Timeout, bool Json)
{
    public const long MostMemory = 30 * 1024 * 1024;

    private const int LongestLine = 500;

    // For a process to start and end on a machine that does other things too.
    private static readonly TimeSpan _start = TimeSpan.FromMilliseconds(50);

    public string Target => $"{Case.Scheme}://127.0.0.1:{Port}";

    public TimeSpan Latest => (Timeout * 1.1) + _start;

    public string[] Arguments => [Target, "--timeout", $"{Timeout.TotalMilliseconds:0}ms", .. Json ? ["--output", "json"] : Array.Empty<string>(), .. Case.Options];

    /// <summary>What is wrong with an answer, its time apart; null when nothing is.</summary>
    public string? Mistake(Answer answer) => answer switch
    {
        { ExitCode: not (0 or 1) } => $"exit code {answer.ExitCode}",
        { ExitCode: 0 } when !Case.IsHealthy => "healthy",
        { ExitCode: 1 } when Case.Reasons is [Case.Healthy] => "unhealthy",
        { PeakBytes: >= MostMemory } => $"{answer.PeakBytes / 1024} KB of memory",
        _ when Json => MistakeInJson(answer),
        _ => MistakeInText(answer),
    };

    private string? MistakeInText(Answer answer)
    {
        if (answer.ExitCode == 0)
        {
            return answer.Output.Length == 0 ? null : "a line where there should be none";
        }

        bool isOneLine = answer.Output.StartsWith($"unhealthy {Target}: ", StringComparison.Ordinal) && Ending().IsMatch(answer.Output);
        return !isOneLine ? "not one line" : System.Text.Encoding.UTF8.GetByteCount(answer.Output) > LongestLine ? "a long line" : null;
    }

    private string? MistakeInJson(Answer answer)
    {
        try
        {
            using JsonDocument line = JsonDocument.Parse(answer.Output);
            string reason = line.RootElement.GetProperty("reason").GetString()!;
            return !answer.Output.EndsWith("}\n", StringComparison.Ordinal) || answer.Output.AsSpan().Count('\n') != 1 ? "not one line"
                : line.RootElement.GetProperty("target").GetString() != Target ? "another target"
                : line.RootElement.GetProperty("healthy").GetBoolean() != (answer.ExitCode == 0) ? "a line that is not the exit code's"
                : !Case.Reasons.Contains(reason) ? $"the reason {reason}, not {string.Join(" or ", Case.Reasons)}"
                : null;
        }
        catch (JsonException)
        {
            return "not JSON";
        }
    }

    [GeneratedRegex(@"^[^\n]+ \(\d+\.\d m?s\)\n\z")]
    private static partial Regex Ending();
}
