using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthProbe.Soak;

/// <summary>The published sidecar, and what the kernel says that it uses.</summary>
internal sealed partial class SidecarProcess : IDisposable
{
    private readonly Process _process;
    private Task _log = Task.CompletedTask;

    private SidecarProcess(Process process) => _process = process;

    public int Port { get; private set; }

    public int StatsdPort { get; private set; }

    public int LinesLogged { get; private set; }

    public static async Task<SidecarProcess> StartAsync(string program, params string[] arguments)
    {
        string[] freePorts = ["--host", "127.0.0.1", "--port", "0", "--statsd-host", "127.0.0.1", "--statsd-port", "0"];
        var process = Process.Start(new ProcessStartInfo(program, [.. freePorts, .. arguments]) { RedirectStandardOutput = true })!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new EndOfStreamException("it did not start");
        Match ports = Ports().Match(line);
        var sidecar = new SidecarProcess(process)
        {
            Port = int.Parse(ports.Groups[1].Value, CultureInfo.InvariantCulture),
            StatsdPort = int.Parse(ports.Groups[2].Value, CultureInfo.InvariantCulture),
        };
        sidecar._log = sidecar.ReadLogAsync();
        return sidecar;
    }

    /// <summary>Its resident memory, the anonymous part of it, both in KB, and how many threads and descriptors it has.</summary>
    public (int Resident, int Anonymous, int Threads, int Descriptors) Use()
    {
        string folder = $"/proc/{_process.Id}";
        Dictionary<string, string> status = File.ReadLines($"{folder}/status").Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim().Split(' ')[0]);
        int Number(string name) => int.Parse(status[name], CultureInfo.InvariantCulture);
        return (Number("VmRSS"), Number("RssAnon"), Number("Threads"), Directory.GetFileSystemEntries($"{folder}/fd").Length);
    }

    /// <summary>Ends it as Kubernetes does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        await _log;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is not null)
        {
            LinesLogged++;
        }
    }

    [GeneratedRegex(@" answers on http://127\.0\.0\.1:(\d+), hears StatsD on 127\.0\.0\.1:(\d+)$")]
    private static partial Regex Ports();
}
