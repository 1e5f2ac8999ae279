using System.Diagnostics;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>One MariaDB for all tests of a class. Its superuser has no password.</summary>
public sealed class MariaDb : IAsyncLifetime
{
    internal const string Program = "mariadbd";
    internal const string Package = "mariadb-server";

    internal static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    // Made once: it takes longer than anything that a test does with it.
    private static readonly Lazy<string> EmptyDatabase = new(MakeDatabase);

    private RunningServer? _server;

    internal RunningServer Server => _server ?? throw new InvalidOperationException($"there is no {Package} here");

    internal int Port { get; } = RunningServer.FreePort();

    /// <summary>Where connections are not counted with the others.</summary>
    internal int ExtraPort { get; } = RunningServer.FreePort();

    public async Task InitializeAsync()
    {
        if (Installed.Find(Program) is not null)
        {
            string folder = NewDatabase();
            _server = await RunningServer.StartAsync(Program, folder, [.. Arguments(folder, "127.0.0.1", Port), $"--extra-port={ExtraPort}"], $"mysql://127.0.0.1:{Port}", TimeToStart);
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal static string NewDatabase()
    {
        string folder = RunningServer.NewFolder();
        Run("cp", "--recursive", "--reflink=auto", Path.Combine(EmptyDatabase.Value, "data"), folder);
        return folder;
    }

    private static string MakeDatabase()
    {
        string folder = RunningServer.NewFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Run("mariadb-install-db", "--no-defaults", $"--datadir={folder}/data", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db", "--innodb-log-file-size=4M");
        return folder;
    }

    internal static string[] Arguments(string folder, string address, int port) =>
    [
        "--no-defaults", $"--datadir={folder}/data", "--user=root", $"--socket={folder}/socket", $"--pid-file={folder}/pid", $"--bind-address={address}", $"--port={port}",
        "--innodb-log-file-size=4M", "--performance-schema=ON", "--max-connect-errors=3",
    ];

    /// <summary>Asks as the superuser; the answer has a tab between columns and a line for each row.</summary>
    internal static string Ask(string statement, params string[] where) =>
        Run("mariadb", ["--no-defaults", "--user=root", .. where, "--skip-column-names", "--batch", "--execute", statement]);

    internal static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Installed.Find(program) ?? throw new FileNotFoundException($"there is no {program}"), arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "{0} {1} said {2}", program, string.Join(' ', arguments), output);
        return output.Trim();
    }
}
