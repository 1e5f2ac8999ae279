using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Sidecar;
using Xunit.Abstractions;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>
/// A line of docs/migration.md: what another tool is asked, what healthprobe is asked instead, and how each of them answers.
/// </summary>
public sealed partial class MigrationRow : IXunitSerializable
{
    private const int FirstAnswer = 2;

    private string[] _cells = [];

    /// <summary>The line of the other tool.</summary>
    public string Before => Code(_cells[0]);

    /// <summary>The line of healthprobe.</summary>
    public string After => Code(_cells[1]);

    /// <summary>The states that it has answers for.</summary>
    public IEnumerable<MigrationState> States => Enum.GetValues<MigrationState>().Take(_cells.Length - FirstAnswer);

    /// <summary>What the target speaks, as its port or socket tells.</summary>
    public string Service => Known().Match(After).Value;

    /// <summary>
    /// The answers to expect in a state: those of the other tool, null where it is not to be had, and those of healthprobe.
    /// </summary>
    public (string? Before, string After) Answers(MigrationState state)
    {
        string[] both = _cells[FirstAnswer + (int)state].Split(" / ");
        return (both[0] == "–" ? null : both[0], both[1]);
    }

    public static TheoryData<MigrationRow> All()
    {
        var rows = new TheoryData<MigrationRow>();
        foreach (string line in File.ReadLines(Examples.PathOf("docs/migration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            rows.Add(new MigrationRow { _cells = [.. Bar().Split(line.Trim('|', ' ')).Select(cell => cell.Trim())] });
        }

        return rows;
    }

    public void Serialize(IXunitSerializationInfo info) => info.AddValue("cells", _cells);

    public void Deserialize(IXunitSerializationInfo info) => _cells = info.GetValue<string[]>("cells");

    public override string ToString() => Before;

    private static string Code(string cell) => cell.Trim('`').Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"8000|5432|3306|6379|2379|/run/app\.sock")]
    private static partial Regex Known();
}
