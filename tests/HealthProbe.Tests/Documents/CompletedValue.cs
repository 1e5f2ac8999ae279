namespace HealthProbe.Tests.Documents;

/// <summary>What a shell may suggest for the value of an option.</summary>
internal static class CompletedValue
{
    private static readonly Dictionary<string, string[]> Choices = new()
    {
        ["--output"] = ["text", "json", "github"],
        ["--method"] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    };

    /// <summary>The values to choose from, or none.</summary>
    public static IReadOnlyList<string> ChoicesOf(HelpOption option) => Choices.GetValueOrDefault(option.Name, []);

    public static bool IsFile(HelpOption option) => option.Value is "file" or "path";

    public static bool IsFileAfterAt(HelpOption option) => option.Value?.EndsWith("|@file", StringComparison.Ordinal) ?? false;

    public static bool IsTarget(HelpOption option) => option.Value == "target";
}
