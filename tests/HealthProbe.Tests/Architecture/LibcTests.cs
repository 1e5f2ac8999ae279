namespace HealthProbe.Tests.Architecture;

public class LibcTests
{
    // What the static binary alone calls.
    private static readonly string[] Exceptions = ["Libc.cs", "TrustStore.cs"];

    [Fact]
    public void Functions_of_libc_are_declared_in_one_file() => SourceFiles()
        .Where(file => File.ReadAllText(file).Contains("Import(\"libc\"", StringComparison.Ordinal))
        .Select(Path.GetFileName)
        .Except(Exceptions)
        .Should().BeEmpty();

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(ApprovedFile.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
