using System.Diagnostics;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>What a test needs and a machine may lack.</summary>
internal static class Need
{
    public const string Root = "root";
    public const string NativeBinary = "the native binary";

    private static readonly Lazy<string?> Toolchain = new(MissingOfToolchain);

    public static string? FirstMissing(IEnumerable<string> needs) =>
        Environment.GetEnvironmentVariable("HEALTHPROBE_REQUIRE_ALL") == "1" ? null : needs.Select(Missing).FirstOrDefault(reason => reason is not null);

    private static string? Missing(string need) => need switch
    {
        Root => Environment.IsPrivilegedProcess ? null : "only root may change the root directory or make a network namespace",
        NativeBinary => PublishedBinaries.AreGiven ? null : Toolchain.Value,
        _ => IsOnPath(need) ? null : $"{need} is not installed",
    };

    // publish.sh knows what it needs.
    private static string? MissingOfToolchain()
    {
        using Process check = Process.Start(new ProcessStartInfo(Repository.PathOf("publish.sh"), ["--check"]) { RedirectStandardError = true })!;
        string missing = check.StandardError.ReadToEnd().Trim();
        check.WaitForExit();
        return check.ExitCode == 0 ? null : missing;
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
