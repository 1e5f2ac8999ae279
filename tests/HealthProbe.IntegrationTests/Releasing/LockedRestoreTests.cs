using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Releasing;

/// <summary>Restores with the properties and package versions of this repository, in a directory of its own and without a network.</summary>
public sealed class LockedRestoreTests : IDisposable
{
    private const string Update = "-p:RestoreLockedMode=false";

    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-locks-").FullName;

    public LockedRestoreTests()
    {
        File.Copy(Examples.PathOf("Directory.Build.props"), PathOf("Directory.Build.props"));
        File.Copy(Examples.PathOf("Directory.Packages.props"), PathOf("Directory.Packages.props"));
        Directory.CreateDirectory(PathOf("feed"));
        File.WriteAllText(PathOf("nuget.config"), """
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(PathOf("example.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="System.CommandLine" /></ItemGroup>
            </Project>
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task A_restore_without_the_property_neither_reads_nor_writes_a_lock_file()
    {
        (await RestoreAsync()).ExitCode.Should().Be(0);

        Directory.GetFiles(_folder, "*lock*", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.Exists(PathOf("release")).Should().BeFalse();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_locked_restore_fails_if_the_version_of_a_package_has_changed()
    {
        (await RestoreAsync("-p:LockedRestore=true", Update)).ExitCode.Should().Be(0);
        string locks = await File.ReadAllTextAsync(PathOf("release/locks/example.json"));
        (await RestoreAsync("-p:LockedRestore=true")).ExitCode.Should().Be(0);

        string versions = await File.ReadAllTextAsync(PathOf("Directory.Packages.props"));
        await File.WriteAllTextAsync(PathOf("Directory.Packages.props"), versions.Replace(
            "\"System.CommandLine\" Version=\"", "\"System.CommandLine\" Version=\"9", StringComparison.Ordinal));
        ToolRun changed = await RestoreAsync("-p:LockedRestore=true");

        changed.ExitCode.Should().Be(1);
        (changed.Output + changed.Errors).Should().Contain("error NU1004: The package reference System.CommandLine version has changed from ");
        (await File.ReadAllTextAsync(PathOf("release/locks/example.json"))).Should().Be(locks);
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private Task<ToolRun> RestoreAsync(params string[] arguments) =>
        ToolRun.RunAsync("dotnet", ["restore", "example.csproj", "-nodeReuse:false", .. arguments], folder: _folder);
}
