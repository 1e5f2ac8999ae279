using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthProbe.Tests;

/// <summary>
/// Texts that a peer, a file or a variable may contain to forge a line, a terminal's state or a command of a workflow; and the check that a
/// line has none of it.
/// </summary>
internal static class OutsideText
{
    public static readonly string[] All =
    [
        "a\r\n::error::forged", "\n##[error]forged", "x##[error]forged", "::error::forged", "\u001bc", "\u001b[31m", "\u009b31m", "\u0085line", "a\u2028b\u2029c",
        "\u202etxet", "\u2066a\u2069", "a\u00adb\u200bc\ufeff", "\u007f\u0001\u0007", "\u00a0", "%0A::error::forged", "\ud83d\ude00",
    ];

    /// <summary>Checks a line of text: one line, and every character in it is visible.</summary>
    public static void ShouldBeSafe(string line, string because)
    {
        line.Where(c => c != ' ' && IsInvisible(c)).Should().BeEmpty("{0}, in {1}", because, line);
        line.Should().NotContain("##[", because);
    }

    /// <summary>Checks a line of a GitHub workflow: it starts as ours do, and no other command follows.</summary>
    public static void ShouldHaveOneCommand(string line, string because)
    {
        ShouldBeSafe(line, because);
        string rest = Regex.Replace(line, @"\A::(notice|error) title=healthprobe::|\[[0-9a-f:.]+(%[^ :\[\]]+)?\]", "");
        rest.Should().NotContain("::", because);
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
