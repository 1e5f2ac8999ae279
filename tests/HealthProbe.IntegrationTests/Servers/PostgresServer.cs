using System.Diagnostics;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>
/// PostgreSQL with an empty cluster, whose superuser is <c>postgres</c>. It refuses to run as root, so it runs as nobody.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Program = Binaries + "/postgres";
    public const string Package = "postgresql";

    private const string Binaries = "/usr/lib/postgresql/15/bin";
    private const int ImmediateShutdown = 3;

    private readonly RunningServer _server;

    private PostgresServer(RunningServer server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    public string Output => _server.Output;

    private static string[] Unprivileged => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : ["env"];

    /// <summary>Starts one in a new cluster, and waits until it has written a text.</summary>
    /// <param name="written">What it writes when it is as the test wants it.</param>
    /// <param name="access">The lines of pg_hba.conf.</param>
    /// <param name="settings">As in postgresql.conf.</param>
    /// <param name="prepare">What to put into the folder of the cluster.</param>
    public static async Task<PostgresServer> StartAsync(string written, string access, string[] settings, Action<string>? prepare = null)
    {
        string folder = RunningServer.NewFolder();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "nobody", folder);
        }

        string[] cluster = [.. Unprivileged, $"{Binaries}/initdb", "--pgdata", folder, "--username", "postgres", "--auth", "trust", "--no-sync", "--locale", "C"];
        await RunAsync(cluster);
        await File.WriteAllTextAsync(Path.Combine(folder, "pg_hba.conf"), access + "\n");
        prepare?.Invoke(folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", "nobody", folder);
        }

        int port = RunningServer.FreePort();
        string[] usual = [$"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
        string[] command = [.. Unprivileged, Program, "-D", folder, .. usual.Concat(settings).SelectMany(setting => (string[])["-c", setting])];
        var server = RunningServer.Start(command[0], folder, command[1..]);
        await server.HasWrittenAsync(written);
        return new PostgresServer(server, port);
    }

    public Task HasWrittenAsync(string text) => _server.HasWrittenAsync(text);

    public void Signal(int number) => _server.Signal(number);

    // It gives its shared memory back, as it could not if it were killed.
    public async ValueTask DisposeAsync()
    {
        await _server.EndAsync(ImmediateShutdown);
        await _server.DisposeAsync();
    }

    private static async Task RunAsync(params string[] command)
    {
        using var run = Process.Start(new ProcessStartInfo(Installed.Find(command[0])!, command[1..]) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        run.ExitCode.Should().Be(0, string.Join(' ', command));
    }
}
