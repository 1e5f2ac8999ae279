using System.Diagnostics;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>A server made of @grpc/grpc-js and grpc-health-check, installed once for all tests of a class.</summary>
public sealed class GrpcJsServer : IDisposable
{
    private const string Source =
        """
        const grpc = require('@grpc/grpc-js');
        const { HealthImplementation } = require('grpc-health-check');
        const fs = require('fs');
        const [address, certificate, key] = process.argv.slice(2);
        const server = new grpc.Server();
        const health = new HealthImplementation({ '': 'SERVING', 'shop.Orders': 'SERVING', 'shop.Closed': 'NOT_SERVING', 'shop.New': 'UNKNOWN', 'shop.Odd': 'SERVICE_UNKNOWN', ['x'.repeat(20000)]: 'SERVING' });
        if (!process.env.WITHOUT_HEALTH) health.addToServer(server);
        const credentials = certificate
          ? grpc.ServerCredentials.createSsl(null, [{ cert_chain: fs.readFileSync(certificate), private_key: fs.readFileSync(key) }])
          : grpc.ServerCredentials.createInsecure();
        server.bindAsync(address, credentials, error => { if (error) { console.error(error); process.exit(1); } });
        """;

    private readonly string _modules = RunningServer.NewFolder();
    private bool _isInstalled;

    internal async Task<RunningServer> StartAsync(string address, string readyTarget, string[] tls, bool hasHealth = true)
    {
        if (!_isInstalled)
        {
            await InstallAsync();
        }

        return await RunningServer.StartAsync(
            "node",
            RunningServer.NewFolder(),
            [Path.Combine(_modules, "server.js"), address, .. tls],
            readyTarget,
            TimeSpan.FromSeconds(30),
            hasHealth ? null : new Dictionary<string, string> { ["WITHOUT_HEALTH"] = "1" });
    }

    public void Dispose() => Directory.Delete(_modules, recursive: true);

    private async Task InstallAsync()
    {
        string[] packages = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "@grpc/grpc-js@1", "grpc-health-check@2"];
        using var npm = Process.Start(new ProcessStartInfo(Installed.Find("npm")!, packages) { WorkingDirectory = _modules, RedirectStandardOutput = true })!;
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        npm.ExitCode.Should().Be(0, "npm installs the server");
        await File.WriteAllTextAsync(Path.Combine(_modules, "server.js"), Source);
        _isInstalled = true;
    }
}
