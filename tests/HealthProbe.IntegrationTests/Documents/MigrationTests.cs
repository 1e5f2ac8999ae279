using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>
/// The lines of docs/migration.md, run as they stand there. Only addresses are replaced, and a wait of 30 s that will be in vain is made
/// one of 1 s.
/// </summary>
public sealed class MigrationTests(MariaDb mariaDb) : IClassFixture<MariaDb>
{
    private const int Limit = 60_000;
    private const int EndedByTimeout = 124;

    public static TheoryData<MigrationRow> Rows => MigrationRow.All();

    [MigrationTheory(Timeout = Limit), MemberData(nameof(Rows))]
    public async Task Both_answer_as_the_document_says(MigrationRow row)
    {
        foreach (MigrationState state in row.States)
        {
            await using MigrationServer server = await MigrationServer.StartAsync(row.Service, state, mariaDb);
            (string? before, string after) = row.Answers(state);

            string? theirs = before is null ? null : await AnswerAsync(row.Before, row.Service, server.Address, state);
            string ours = await AnswerAsync(row.After, row.Service, server.Address, state);

            (state, theirs, ours).Should().Be((state, before, after), "{0} is replaced by {1}", row.Before, row.After);
        }
    }

    private static async Task<string> AnswerAsync(string line, string service, string address, MigrationState state)
    {
        string placed = line.Replace(service, address, StringComparison.Ordinal);
        string script = state == MigrationState.Up ? placed : Regex.Replace(placed, @"\b30(s?)\b", "1$1");

        // A first run of a program that is compiled as it runs may take its time; silence is waited for as long as the user would wait.
        string patience = state == MigrationState.Silent ? "" : "export HEALTHPROBE_TIMEOUT=5s; ";
        string healthprobe = $"healthprobe() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "healthprobe.dll")}' \"$@\"; }}; export -f healthprobe; ";
        ToolRun run = await ToolRun.RunAsync("bash", ["-c", $"{healthprobe}{patience}timeout {(script.StartsWith("healthprobe", StringComparison.Ordinal) ? 20 : 5)} bash -c \"$0\"", script]);
        return run.ExitCode == EndedByTimeout && !script.StartsWith("wait-for-it", StringComparison.Ordinal) ? "hangs" : $"{run.ExitCode}";
    }
}
