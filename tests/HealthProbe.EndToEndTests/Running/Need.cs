namespace HealthProbe.EndToEndTests.Running;

/// <summary>What a test needs and a machine may lack.</summary>
internal static class Need
{
    public const string Root = "root";
    public const string NativeBinary = "the native binary";

    public static string? FirstMissing(IEnumerable<string> needs) =>
        Environment.GetEnvironmentVariable("HEALTHPROBE_REQUIRE_ALL") == "1" ? null : needs.Select(Missing).FirstOrDefault(reason => reason is not null);

    private static string? Missing(string need) => need switch
    {
        Root => Environment.IsPrivilegedProcess ? null : "only root may change the root directory or make a network namespace",
        NativeBinary => PublishedBinaries.AreGiven ? null : FirstMissingTool("gcc", "objcopy"),
        _ => FirstMissingTool(need),
    };

    private static string? FirstMissingTool(params string[] tools) =>
        Array.Find(tools, tool => !IsOnPath(tool)) is string tool ? $"{tool} is not installed" : null;

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
