using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HealthProbe.Soak;

/// <summary>One command line about one or several servers; it knows which answers are right.</summary>
internal sealed partial record Question(IReadOnlyList<Asked> Targets, TimeSpan Timeout, bool Json, bool Any)
{
    public const long MostMemory = 30 * 1024 * 1024;

    private const int LongestLine = 500;

    // For a process to start and end on a machine that does other things too.
    private static readonly TimeSpan ProcessTime = TimeSpan.FromMilliseconds(50);

    public TimeSpan Latest => (Timeout * 1.1) + ProcessTime;

    public IEnumerable<string> Arguments =>
    [
        .. Targets.Select(asked => asked.Target), "--timeout", $"{Timeout.TotalMilliseconds:0}ms",
        .. Json ? ["--output", "json"] : Array.Empty<string>(), .. Any ? ["--any"] : Array.Empty<string>(), .. Targets.SelectMany(asked => asked.Case.Options.Chunk(2)).DistinctBy(option => option[0]).SelectMany(option => option),
    ];

    private bool MayBeHealthy => Any ? Targets.Any(asked => asked.MayBeHealthy) : Targets.All(asked => asked.MayBeHealthy);

    private bool MustBeHealthy => Any ? Targets.Any(asked => asked.MustBeHealthy) : Targets.All(asked => asked.MustBeHealthy);

    /// <summary>What is wrong with an answer, its time apart; null when nothing is.</summary>
    public string? Mistake(Answer answer) => answer switch
    {
        { ExitCode: not (0 or 1) } => $"exit code {answer.ExitCode}",
        { ExitCode: 0 } when !MayBeHealthy => "healthy",
        { ExitCode: 1 } when MustBeHealthy => "unhealthy",
        { PeakBytes: >= MostMemory } => $"{answer.PeakBytes / 1024} KB of memory",
        _ when Json => MistakeInJson(answer),
        _ => MistakeInText(answer),
    };

    public override string ToString() => string.Join(" and ", Targets.Select(asked => asked.Case));

    private string? MistakeInText(Answer answer)
    {
        if (answer.ExitCode == 0)
        {
            return answer.Output.Length == 0 ? null : "a line where there should be none";
        }

        bool isOneLine = answer.Output.StartsWith($"unhealthy {Targets[0].Target}: ", StringComparison.Ordinal) && Ending().IsMatch(answer.Output);
        return !isOneLine ? "not one line" : Encoding.UTF8.GetByteCount(answer.Output) > LongestLine ? "a long line" : null;
    }

    private string? MistakeInJson(Answer answer)
    {
        if (!answer.Output.EndsWith("}\n", StringComparison.Ordinal))
        {
            return "not a line of JSON";
        }

        string[] lines = answer.Output[..^1].Split('\n');
        var seen = new Dictionary<string, bool>();
        foreach (string line in lines)
        {
            if (MistakeInLine(line, seen) is string mistake)
            {
                return mistake;
            }
        }

        // With --any the first healthy answer ends it.
        bool isHealthy = Any ? seen.ContainsValue(true) : !seen.ContainsValue(false);
        return seen.Count != lines.Length || (seen.Count != Targets.Count && !(Any && isHealthy)) ? "not a line for each target"
            : isHealthy != (answer.ExitCode == 0) ? "lines that are not the exit code's"
            : null;
    }

    private string? MistakeInLine(string line, Dictionary<string, bool> seen)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string target = document.RootElement.GetProperty("target").GetString()!;
            string reason = document.RootElement.GetProperty("reason").GetString()!;
            bool isHealthy = seen[target] = document.RootElement.GetProperty("healthy").GetBoolean();
            string[]? reasons = Targets.FirstOrDefault(asked => asked.Target == target)?.Case.Reasons;
            return reasons is null ? "another target"
                : isHealthy != (reason == Case.Healthy) ? "a reason that is not the answer's"
                : !reasons.Contains(reason) ? $"the reason {reason}, not {string.Join(" or ", reasons)}"
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
