using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>A published sidecar that answers on a free port of 127.0.0.1. It does not outlive its test.</summary>
internal sealed partial class RunningSidecar : IDisposable
{
    private static readonly string[] FreePorts = ["--host", "127.0.0.1", "--port", "0", "--statsd-host", "127.0.0.1", "--statsd-port", "0"];

    private readonly RunningProgram _program;

    private RunningSidecar(RunningProgram program, int port) => (_program, Port) = (program, port);

    public int Port { get; }

    public int Process => _program.Id;

    /// <summary>Starts one and reads where it answers. Its log goes on into a pipe that nobody reads.</summary>
    /// <param name="command">The program, or what runs it: <c>chroot</c> and its arguments.</param>
    /// <param name="arguments">The sidecar's own.</param>
    public static async Task<RunningSidecar> StartAsync(IReadOnlyList<string> command, params string[] arguments)
    {
        var program = new RunningProgram(command[0], [.. command.Skip(1), .. FreePorts, .. arguments]);
        try
        {
            while (true)
            {
                string line = await program.ReadLineAsync() ?? throw new EndOfStreamException((await program.EndAsync()).Errors);
                if (Answers().Match(line) is { Success: true } match)
                {
                    return new RunningSidecar(program, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (EndOfStreamException)
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Asks once, on a connection of its own.</summary>
    /// <returns>The status code; 0 when nothing answers.</returns>
    public Task<int> GetAsync(string path, TimeSpan? patience = null) => GetAsync(Port, path, patience);

    public static async Task<int> GetAsync(int port, string path, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, limit.Token);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), limit.Token);
            byte[] answer = new byte[12];
            return await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, limit.Token) == answer.Length
                ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Asks until the answer is this one; the test's own time limit ends it otherwise.</summary>
    public async Task UntilAsync(string path, int status)
    {
        while (await GetAsync(path) != status)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Reads the log to the line that ends so.</summary>
    public Task<string> ReadUntilAsync(string ending) => _program.ReadUntilAsync(ending);

    public void Signal(int number) => _program.Signal(number);

    public void TrySignal(int number) => _program.TrySignal(number);

    public RunningProgram.Limit LimitOpenFiles(RunningProgram.Limit limit) => _program.LimitOpenFiles(limit);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, what it wrote on standard error, and how long it took from now.</returns>
    public async Task<(int ExitCode, string Errors, TimeSpan Elapsed)> EndAsync()
    {
        var watch = Stopwatch.StartNew();
        (int exitCode, string errors) = await _program.EndAsync();
        return (exitCode, errors, watch.Elapsed);
    }

    public void Dispose() => _program.Dispose();

    [GeneratedRegex(@" answers on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Answers();
}
