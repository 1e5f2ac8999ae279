using System.Text.Json;
using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Releasing;

/// <summary>release/sbom.sh, given what release/linked.sh writes.</summary>
public sealed class BillOfMaterialsTests
{
    private const string Linked = """
        openssl	3.0.22-1~deb12u2	Apache-2.0	pkg:deb/debian/libssl-dev@3.0.22-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl
        System.CommandLine	2.0.15	MIT	pkg:nuget/System.CommandLine@2.0.15

        """;

    [Fact(Timeout = 60_000)]
    public async Task Names_each_library_with_its_version_and_licence()
    {
        JsonElement bill = JsonSerializer.Deserialize<JsonElement>(await WriteAsync(Linked));

        bill.GetProperty("bomFormat").GetString().Should().Be("CycloneDX");
        bill.GetProperty("metadata").GetProperty("timestamp").GetString().Should().Be("2001-09-09T01:46:40Z");
        bill.GetProperty("components").EnumerateArray()
            .Select(library => $"{library.GetProperty("name")} {library.GetProperty("version")} {library.GetProperty("licenses")[0].GetProperty("expression")}")
            .Should().Equal("openssl 3.0.22-1~deb12u2 Apache-2.0", "System.CommandLine 2.0.15 MIT");
    }

    [Fact(Timeout = 60_000)]
    public async Task Says_what_the_program_depends_on()
    {
        JsonElement bill = JsonSerializer.Deserialize<JsonElement>(await WriteAsync(Linked));

        JsonElement dependencies = bill.GetProperty("dependencies")[0];
        dependencies.GetProperty("ref").GetString().Should().Be("pkg:generic/healthprobe@1.2.3");
        dependencies.GetProperty("dependsOn").EnumerateArray().Select(url => url.GetString())
            .Should().Equal(bill.GetProperty("components").EnumerateArray().Select(library => library.GetProperty("bom-ref").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Is_the_same_each_time() => (await WriteAsync(Linked)).Should().Be(await WriteAsync(Linked));

    private static async Task<string> WriteAsync(string linked)
    {
        string[] arguments = ["SOURCE_DATE_EPOCH=1000000000", Examples.PathOf("release/sbom.sh"), "healthprobe", "1.2.3", Examples.PathOf("LICENSE")];
        ToolRun run = await ToolRun.RunAsync("env", arguments, linked);
        run.ExitCode.Should().Be(0, run.Errors);
        return run.Output;
    }
}
