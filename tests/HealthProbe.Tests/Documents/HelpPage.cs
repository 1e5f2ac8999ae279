using System.Text.RegularExpressions;

namespace HealthProbe.Tests.Documents;

/// <summary>A help text, which the program makes from the definitions of its options, taken apart.</summary>
/// <param name="Summary">Its first sentences.</param>
/// <param name="Usage">The command lines.</param>
/// <param name="Sections">What follows, by heading.</param>
/// <param name="Notes">Its last sentences.</param>
internal sealed partial record HelpPage(string Summary, IReadOnlyList<HelpRow> Usage, IReadOnlyList<HelpSection> Sections, string Notes)
{
    public IEnumerable<HelpOption> Options => Sections.Where(section => section.IsOptions).SelectMany(section => section.Options);

    public static HelpPage Of(string text)
    {
        var plain = new List<string>();
        var sections = new List<HelpSection>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(' '))
            {
                sections[^1] = sections[^1] with { Rows = [.. sections[^1].Rows, RowOf(line)] };
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                string rest = heading.Groups["rest"].Value;
                sections.Add(new HelpSection(heading.Groups["heading"].Value, rest.Length == 0 ? [] : [RowOf(rest)]));
            }
            else
            {
                plain.Add(line);
            }
        }

        sections[0].Heading.Should().Be("Usage");
        return new HelpPage(plain[0], sections[0].Rows, [.. sections.Skip(1)], string.Join(' ', plain.Skip(1)));
    }

    private static HelpRow RowOf(string line)
    {
        string[] parts = Gap().Split(line.Trim(), 2);
        return new HelpRow(parts[0], parts.Length == 2 ? parts[1] : "");
    }

    [GeneratedRegex("^(?<heading>(Usage(?=: ))|[^:]+(?=:$)):(?<rest>.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();
}
