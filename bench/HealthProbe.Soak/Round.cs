using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>Asks cases, one after the other, and keeps what was wrong and what was most.</summary>
internal sealed class Round(Asker asker, string healthprobe)
{
    private const int MostAttempts = 3;

    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    public int Asked { get; private set; }

    public int Repeated { get; private set; }

    public long PeakBytes { get; private set; }

    /// <summary>The longest that an answer took beyond its timeout.</summary>
    public TimeSpan LongestOverrun { get; private set; } = TimeSpan.MinValue;

    public SortedDictionary<string, int> Reasons { get; } = [];

    public async Task AskAsync(Case each, TimeSpan timeout, bool json)
    {
        // A busy machine may hold up any one run; it does not hold up three in a row by chance.
        for (int attempt = 1; ; attempt++)
        {
            await using ScriptedServer server = each.Serve();
            var question = new Question(each, server.Port, timeout, json);
            Answer answer = await asker.AskAsync([healthprobe, .. question.Arguments]);
            string? mistake = question.Mistake(answer);
            bool isLate = answer.Elapsed > question.Latest;
            if (mistake is null && isLate && attempt < MostAttempts)
            {
                Repeated++;
                continue;
            }

            Asked++;
            PeakBytes = Math.Max(PeakBytes, answer.PeakBytes);
            LongestOverrun = answer.Elapsed - timeout > LongestOverrun ? answer.Elapsed - timeout : LongestOverrun;
            string outcome = answer.ExitCode == 0 ? "healthy" : "unhealthy";
            Reasons[outcome] = Reasons.GetValueOrDefault(outcome) + 1;
            if ((mistake ?? (isLate ? "late" : null)) is string wrong)
            {
                _complaints.Add($"{each}: {wrong}: exit code {answer.ExitCode} after {answer.Elapsed.TotalMilliseconds:0} ms: {answer.Output.TrimEnd()}");
            }

            return;
        }
    }
}
