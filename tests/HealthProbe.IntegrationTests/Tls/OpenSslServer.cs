using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Tls;

/// <summary>The TLS server of the openssl command, which answers each HTTP request with 200.</summary>
internal sealed class OpenSslServer : IAsyncDisposable
{
    private readonly RunningServer _running;

    private OpenSslServer(RunningServer running, int port) => (_running, Port) = (running, port);

    public int Port { get; }

    /// <summary>All that the server has written so far.</summary>
    public string Output => _running.Output;

    /// <summary>Starts one, which also offers what is too weak by default.</summary>
    public static async Task<OpenSslServer> StartAsync(string certificate, string key, params string[] options)
    {
        string[] arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www", .. options];
        string[] ciphers = options.Contains("-cipher") ? [] : ["-cipher", "DEFAULT@SECLEVEL=0"];
        RunningServer running = RunningServer.Start("openssl", RunningServer.NewFolder(), [.. arguments, .. ciphers]);
        await running.HasWrittenAsync("ACCEPT 127.0.0.1:");
        string port = Regex.Match(running.Output, @"ACCEPT 127\.0\.0\.1:(\d+)").Groups[1].Value;
        return new OpenSslServer(running, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
