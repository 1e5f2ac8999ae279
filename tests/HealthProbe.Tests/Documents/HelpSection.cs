namespace HealthProbe.Tests.Documents;

/// <summary>A heading of the help, without its colon, and the lines under it.</summary>
internal sealed record HelpSection(string Heading, IReadOnlyList<HelpRow> Rows)
{
    public bool IsOptions => Rows.All(row => row.Syntax.StartsWith('-'));

    public IEnumerable<HelpOption> Options => Rows.Select(HelpOption.Of);
}
