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

    private static void Verify(Assembly assembly, string file) => ApprovedFile.Verify($"tests/HealthProbe.Tests/PublicApi/{file}", PublicApiText.Of(assembly));
}
