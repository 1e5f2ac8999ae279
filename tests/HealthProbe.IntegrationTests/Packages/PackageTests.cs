using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using HealthProbe.Listening;

namespace HealthProbe.IntegrationTests.Packages;

/// <summary>The packages as a stranger gets them: packed, restored from a folder into a fresh project, compiled and run.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "0.0.1-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 300_000)]
    public async Task A_fresh_project_restores_and_uses_both_packages()
    {
        await PackAsync("HealthProbe.Core");
        await PackAsync("HealthProbe.Hosting");
        FilesIn("HealthProbe.Core").Should().Contain(["README.md", "lib/net10.0/HealthProbe.Core.dll", "lib/net10.0/HealthProbe.Core.xml"]);
        FilesIn("HealthProbe.Hosting").Should().Contain(["README.md", "lib/net10.0/HealthProbe.Hosting.dll", "lib/net10.0/HealthProbe.Hosting.xml"]);
        FilesIn("HealthProbe.Core", "snupkg").Should().Contain("lib/net10.0/HealthProbe.Core.pdb");
        FilesIn("HealthProbe.Hosting", "snupkg").Should().Contain("lib/net10.0/HealthProbe.Hosting.pdb");
        Nuspec("HealthProbe.Core").Should().Contain("<license type=\"expression\">MIT</license>").And.Contain("<readme>README.md</readme>").And.NotContain("<dependency ");
        Nuspec("HealthProbe.Hosting").Should().Contain("<license type=\"expression\">MIT</license>").And.Contain("<dependency id=\"HealthProbe.Core\"");

        string project = WriteProject();
        (await DotnetAsync("run", "--project", project)).Should().Be("Open True\nHealthListener\n");

        // README's own lines, as a reader pastes them into the same project.
        await using var listener = new HealthListener(port: 0);
        listener.Start();
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), ReadmeProgram().Replace("http://api/health", $"127.0.0.1:{listener.Port}", StringComparison.Ordinal));
        (await DotnetAsync("run", "--project", project)).Should().Be("up\n");
    }

    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "HealthProbe.sln")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    private static string ReadmeProgram() => Regex.Match(
        File.ReadAllText(Path.Combine(Root, "README.md")), @"^## From C#\n\n```\n(?<program>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups["program"].Value;

    // Builds apart from the tree that the tests themselves were built in.
    private async Task PackAsync(string project) => await DotnetAsync(
        "pack", Path.Combine(Root, "src", project), "-c", "Release", "-o", _folder, "--artifacts-path", Path.Combine(_folder, "build"), $"-p:Version={Version}");

    private List<string> FilesIn(string package, string extension = "nupkg")
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(_folder, $"{package}.{Version}.{extension}"));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private string Nuspec(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(_folder, $"{package}.{Version}.nupkg"));
        using var reader = new StreamReader(archive.GetEntry($"{package}.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    private string WriteProject()
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, "fresh")).FullName;
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        // What the machine has already is taken from there; what is under test goes to a folder that is deleted afterwards.
        Directory.CreateDirectory(machine);
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "restored")}" /></config>
              <packageSources><add key="packed" value="{_folder}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{machine}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, "fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="HealthProbe.Core" Version="{Version}" />
                <PackageReference Include="HealthProbe.Hosting" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), """
            using HealthProbe;
            using HealthProbe.Hosting;
            using HealthProbe.Listening;
            using Microsoft.Extensions.DependencyInjection;

            await using var listener = new HealthListener(port: 0);
            listener.Start();
            Target.TryParse("127.0.0.1", $"{listener.Port}", out Target target, out _);
            Outcome outcome = await new Prober().ProbeAsync(ProbeFactory.Create(target), TimeSpan.FromSeconds(5));
            Console.WriteLine($"{listener.State} {outcome.IsHealthy}");

            IServiceCollection services = new ServiceCollection().AddHealthListener(options => options.Tags.Add("ready"));
            Console.WriteLine(services.Any(service => service.ServiceType == typeof(HealthListener)) ? HealthListenerOptions.SectionName : "not added");
            """);
        return project;
    }

    private static async Task<string> DotnetAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A build node or a compiler that stays for the next build would hold our pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "dotnet {0} should succeed, but says: {1}{2}", args[0], output, await errors);
        return output;
    }
}
