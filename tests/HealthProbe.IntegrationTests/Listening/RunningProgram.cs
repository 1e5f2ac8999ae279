using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HealthProbe.IntegrationTests.Listening;

/// <summary>A program of this repository, built and run beside the tests. It does not outlive its test.</summary>
internal sealed partial class RunningProgram : IDisposable
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const int OpenFiles = 7;

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="program">An assembly beside the tests, or a program.</param>
    /// <param name="args">Its arguments.</param>
    public RunningProgram(string program, params string[] args)
        : this([], program, args)
    {
    }

    public RunningProgram(Dictionary<string, string> environment, string program, params string[] args)
    {
        ProcessStartInfo start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? new("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. args])
            : new(program, args);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    public async Task<string> ReadUntilAsync(string ending)
    {
        while (true)
        {
            string line = await ReadLineAsync() ?? throw new EndOfStreamException(await _errors);
            if (line.EndsWith(ending, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    public void Signal(int number) => kill(_process.Id, number).Should().Be(0);

    /// <summary>As <see cref="Signal"/>, unless it has ended already.</summary>
    public void TrySignal(int number)
    {
        if (!_process.HasExited)
        {
            _ = kill(_process.Id, number);
        }
    }

    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Changes how many files it may open; those that are open stay so.</summary>
    public Limit LimitOpenFiles(Limit limit)
    {
        prlimit(_process.Id, OpenFiles, limit, out Limit before).Should().Be(0);
        return before;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int prlimit(int process, int resource, in Limit limit, out Limit before);

    internal readonly record struct Limit(ulong Soft, ulong Hard);
}
