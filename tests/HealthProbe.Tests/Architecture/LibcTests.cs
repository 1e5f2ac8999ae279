namespace HealthProbe.Tests.Architecture;

public class LibcTests
{
    [Fact]
    public void Functions_of_libc_are_declared_in_one_file() => SourceFiles()
        .Where(file => File.ReadAllText(file).Contains("Import(\"libc\"", StringComparison.Ordinal))
        .Select(Path.GetFileName)
        .Should().Equal("Libc.cs");

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(ApprovedFile.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
