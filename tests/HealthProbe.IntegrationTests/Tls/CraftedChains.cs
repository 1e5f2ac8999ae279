using HealthProbe.IntegrationTests.Servers;
using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Tls;

/// <summary>The certificates of chains.sh, in a directory of their own.</summary>
public sealed class CraftedChains : IAsyncLifetime
{
    private readonly string _folder = RunningServer.NewFolder();

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Several certificates in one file, in this order.</summary>
    public string Join(params string[] names)
    {
        string path = PathOf($"{string.Join('+', names)}.joined");
        File.WriteAllText(path, string.Concat(names.Select(name => File.ReadAllText(PathOf($"{name}.pem")))));
        return path;
    }

    public async Task InitializeAsync()
    {
        if (Installed.Find("openssl") is not null)
        {
            ToolRun run = await ToolRun.RunAsync("sh", [Examples.PathOf("tests/HealthProbe.IntegrationTests/Tls/chains.sh")], folder: _folder);
            run.ExitCode.Should().Be(0, run.Errors);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
