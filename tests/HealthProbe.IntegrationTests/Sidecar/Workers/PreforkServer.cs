using System.Globalization;
using System.Runtime.InteropServices;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>
/// A real Gunicorn or uWSGI with a small application: a master, and its workers. All of them end with the test, workers without a master
/// too.
/// </summary>
internal sealed partial class PreforkServer : IAsyncDisposable
{
    public const int HangUp = 1;
    public const int Kill = 9;
    public const int User2 = 12;
    public const int Terminate = 15;
    public const int OneMore = 21;
    public const int OneLess = 22;

    private const string Application =
        """
        def app(environ, start_response):
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RunningServer _server;

    private PreforkServer(RunningServer server, int port) => (_server, Port, Master) = (server, port, server.Id);

    public int Port { get; }

    /// <summary>The process that the signals are for.</summary>
    public int Master { get; private set; }

    public string Output => _server.Output;

    /// <summary>The processes of the workers.</summary>
    public IReadOnlyList<int> Workers => Children(Master);

    /// <summary>Starts Gunicorn, with three workers unless told otherwise.</summary>
    public static Task<PreforkServer> GunicornAsync(int port, IEnumerable<string> options, Dictionary<string, string>? environment = null, int workers = 3) =>
        StartAsync(port, ["gunicorn", "--workers", $"{workers}", "--bind", $"127.0.0.1:{port}", .. options, "application:app"], environment, workers);

    /// <summary>Starts uWSGI with three workers, which says its numbers every second.</summary>
    public static Task<PreforkServer> UwsgiAsync(int port, int statsdPort) => StartAsync(
        port,
        [
            "uwsgi", "--plugins", "python3,stats_pusher_statsd", "--master", "--processes", "3", "--http-socket", $"127.0.0.1:{port}", "--module", "application:app",
            "--stats-push", $"statsd:127.0.0.1:{statsdPort},myapp", "--stats-pusher-default-freq", "1",
        ],
        null,
        workers: 3);

    public void Signal(int signal) => kill(Master, signal).Should().Be(0);

    /// <summary>Waits until there are so many workers, none of which is one of those.</summary>
    public async Task UntilWorkersAsync(int number, params int[] gone)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Workers is var workers && (workers.Count != number || workers.Intersect(gone).Any()))
        {
            limit.IsCancellationRequested.Should().BeFalse($"there should be {number} workers, and there are {workers.Count}:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>Ends one worker as the kernel does when memory runs out, and waits until the master has put another in its place.</summary>
    public async Task LoseWorkerAsync()
    {
        int lost = Workers[0];
        kill(lost, Kill).Should().Be(0);
        await UntilWorkersAsync(3, lost);
    }

    /// <summary>Has the master replace itself by a new one, as for a new version of the program.</summary>
    public async Task ReplaceMasterAsync()
    {
        int old = Master;
        Signal(User2);
        using var limit = new CancellationTokenSource(Patience);
        int successor;
        while ((successor = Children(old).FirstOrDefault(child => Children(child).Count == 3)) == 0)
        {
            limit.IsCancellationRequested.Should().BeFalse($"there should be a second master:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        Signal(Terminate);
        Master = successor;
        while (Children(old).Count > 0)
        {
            limit.IsCancellationRequested.Should().BeFalse($"the first master should leave:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    public async Task<string> AskAsync()
    {
        using var client = new HttpClient { Timeout = Patience };
        return await client.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        // The group of the master; nobody is left in it when the master was asked to end.
        _ = kill(-_server.Id, Kill);
        await _server.DisposeAsync();
    }

    private static async Task<PreforkServer> StartAsync(int port, string[] command, Dictionary<string, string>? environment, int workers)
    {
        string folder = RunningServer.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "application.py"), Application);

        // setsid makes the master the head of a process group of its own, and becomes it: the number of the process stays.
        var server = new PreforkServer(await RunningServer.StartAsync("setsid", folder, command, $"tcp://127.0.0.1:{port}", Patience, environment), port);
        await server.UntilWorkersAsync(workers);
        return server;
    }

    private static List<int> Children(int parent)
    {
        try
        {
            string[] numbers = File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);
}
