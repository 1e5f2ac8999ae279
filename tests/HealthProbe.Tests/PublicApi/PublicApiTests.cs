using System.Reflection;
using HealthProbe.Hosting;

namespace HealthProbe.Tests.PublicApi;

/// <summary>What a package promises is changed on purpose only: with HEALTHPROBE_APPROVE=1 the tests rewrite the approved files.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_api_of_Core_is_the_approved_one() => Verify(typeof(Prober).Assembly, "PublicApi.Core.approved.txt");

    [Fact]
    public void The_public_api_of_Hosting_is_the_approved_one() => Verify(typeof(HealthListenerOptions).Assembly, "PublicApi.Hosting.approved.txt");

    private static void Verify(Assembly assembly, string file)
    {
        string path = Path.Combine(Find(new DirectoryInfo(AppContext.BaseDirectory)), "tests/HealthProbe.Tests/PublicApi", file);
        string actual = PublicApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable("HEALTHPROBE_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        actual.Should().Be(File.ReadAllText(path), "a change of the public API is approved by HEALTHPROBE_APPROVE=1 dotnet test");
    }

    // The path of this source file would be another one in a build that hides it.
    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "HealthProbe.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("no HealthProbe.sln above the tests"));
}
