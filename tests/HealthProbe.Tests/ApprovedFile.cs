namespace HealthProbe.Tests;

/// <summary>
/// A file of the repository that is made from the program, and changed on purpose only: HEALTHPROBE_APPROVE=1 rewrites it.
/// </summary>
internal static class ApprovedFile
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static void Verify(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("HEALTHPROBE_APPROVE") == "1")
        {
            File.WriteAllText(PathOf(file), actual);
        }

        actual.Should().Be(File.ReadAllText(PathOf(file)), "a change of {0} is approved by HEALTHPROBE_APPROVE=1 dotnet test", file);
    }

    /// <summary>Verifies what stands between two texts.</summary>
    public static void VerifyPart(string file, string begin, string end, string actual)
    {
        string whole = File.ReadAllText(PathOf(file));
        int start = whole.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        Verify(file, string.Concat(whole.AsSpan(0, start), actual, whole.AsSpan(whole.IndexOf(end, start, StringComparison.Ordinal))));
    }

    // The path of this source file would be another one in a build that hides it.
    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "HealthProbe.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("no HealthProbe.sln above the tests"));
}
