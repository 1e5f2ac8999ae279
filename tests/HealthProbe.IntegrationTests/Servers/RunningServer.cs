using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>A real server in a folder of its own, which ends with the test.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningServer(string program, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        Folder = folder;
        var start = new ProcessStartInfo(Installed.Find(program) ?? throw new FileNotFoundException($"there is no {program}"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>All that it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("healthprobe-").FullName;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public static RunningServer Start(string program, string folder, IEnumerable<string> arguments) => new(program, folder, arguments, null);

    /// <summary>Starts it, and waits until a target is healthy.</summary>
    public static async Task<RunningServer> StartAsync(
        string program, string folder, IEnumerable<string> arguments, string readyTarget, TimeSpan patience, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = new RunningServer(program, folder, arguments, environment);
        long start = Stopwatch.GetTimestamp();
        Outcome outcome;
        while (!(outcome = await Question.AskAsync(Way.Asynchronously, readyTarget)).IsHealthy)
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(start) > patience)
            {
                string output = server.Output;
                await server.DisposeAsync();
                throw new InvalidOperationException($"{program} does not start: {outcome.Detail}\n{output}");
            }

            await Task.Delay(Poll);
        }

        return server;
    }

    /// <summary>Waits until it has written a text.</summary>
    public async Task HasWrittenAsync(string text, TimeSpan? patience = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(patience ?? Question.Patience, "{0} should be in {1}", text, Output);
            await Task.Delay(Poll);
        }
    }

    public void Signal(int number) => kill(_process.Id, number).Should().Be(0);

    /// <summary>Lets it end as it likes to.</summary>
    public async Task EndAsync(int signal)
    {
        Signal(signal);
        await _process.WaitForExitAsync().WaitAsync(Question.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
