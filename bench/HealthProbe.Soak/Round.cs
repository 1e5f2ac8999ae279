using System.Globalization;
using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>Asks one question after the other, and keeps what was wrong and what was most.</summary>
/// <param name="helper">The path of <c>ask.c</c>, compiled.</param>
/// <param name="healthprobe">The path of the binary.</param>
/// <param name="isTimed">Whether a late answer counts as none. Of several rounds at a time on one machine each makes the others late.</param>
internal sealed class Round(string helper, string healthprobe, bool isTimed) : IDisposable
{
    private readonly Asker _asker = new(helper);

    public List<string> Complaints { get; } = [];

    public int Healthy { get; private set; }

    public int Unhealthy { get; private set; }

    public int Repeated { get; private set; }

    public long PeakBytes { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>The most that an answer took beyond its timeout; negative when none did.</summary>
    public TimeSpan MostOverrun { get; private set; } = TimeSpan.MinValue;

    public static string Summary(IReadOnlyCollection<Round> rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rounds.Sum(each => each.Healthy + each.Unhealthy)} asked, {rounds.Sum(each => each.Healthy)} healthy, {rounds.Sum(each => each.Unhealthy)} unhealthy, " +
        $"{rounds.Sum(each => each.Complaints.Count)} wrong; largest memory {rounds.Max(each => each.PeakBytes) / 1048576.0:0.0} MB, slowest {rounds.Max(each => each.Slowest).TotalMilliseconds:0} ms, " +
        $"at most {rounds.Max(each => each.MostOverrun).TotalMilliseconds:0} ms beyond the timeout, {rounds.Sum(each => each.Repeated)} repeated because the machine was disturbed");

    /// <returns>False when the answer was right and late, and is to be asked for again.</returns>
    public async Task<bool> AskAsync(IReadOnlyList<Case> cases, TimeSpan timeout, bool json, bool any = false)
    {
        List<ScriptedServer> servers = [.. cases.Select(each => each.Serve())];
        var question = new Question([.. cases.Zip(servers, (each, server) => new Asked(each, server.Port))], timeout, json, any);
        Answer answer = await _asker.AskAsync([healthprobe, .. question.Arguments]);
        foreach (ScriptedServer server in servers)
        {
            await server.DisposeAsync();
        }

        string? mistake = question.Mistake(answer);
        if (mistake is null && isTimed && answer.Elapsed > question.Latest)
        {
            Repeated++;
            return false;
        }

        Count(answer, timeout);
        if (mistake is not null)
        {
            Complaints.Add($"{question}: {mistake}: exit code {answer.ExitCode} after {answer.Elapsed.TotalMilliseconds:0} ms: {answer.Output.TrimEnd()}");
        }

        return true;
    }

    public void Dispose() => _asker.Dispose();

    private void Count(Answer answer, TimeSpan timeout)
    {
        Healthy += answer.ExitCode == 0 ? 1 : 0;
        Unhealthy += answer.ExitCode == 0 ? 0 : 1;
        PeakBytes = Math.Max(PeakBytes, answer.PeakBytes);
        Slowest = answer.Elapsed > Slowest ? answer.Elapsed : Slowest;
        MostOverrun = answer.Elapsed - timeout > MostOverrun ? answer.Elapsed - timeout : MostOverrun;
    }
}
