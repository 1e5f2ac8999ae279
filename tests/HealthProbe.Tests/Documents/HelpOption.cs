using System.Text.RegularExpressions;

namespace HealthProbe.Tests.Documents;

/// <summary>An option as the help shows it.</summary>
/// <param name="Alias">Such as <c>-t</c>, or null.</param>
/// <param name="Name">Such as <c>--timeout</c>.</param>
/// <param name="Value">What stands for its value, without the angle brackets; null for a flag.</param>
/// <param name="Meaning">What it does.</param>
internal sealed partial record HelpOption(string? Alias, string Name, string? Value, string Meaning)
{
    public bool IsRepeatable => Meaning.Contains("repeatable", StringComparison.Ordinal);

    /// <summary>Its spellings, the short one first.</summary>
    public IEnumerable<string> Spellings => Alias is null ? [Name] : [Alias, Name];

    public static HelpOption Of(HelpRow row)
    {
        Match match = Written().Match(row.Syntax);
        match.Success.Should().BeTrue("{0} should be the syntax of an option", row.Syntax);
        return new HelpOption(Group("alias"), Group("name")!, Group("value"), row.Meaning);

        string? Group(string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
    }

    [GeneratedRegex(@"^((?<alias>-\w), )?(?<name>--[\w-]+)( <(?<value>.+)>)?$")]
    private static partial Regex Written();
}
