using System.Text.Json;
using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A real Prometheus with the configuration and the alerts of the examples, which scrapes and judges each second.</summary>
internal sealed class RunningPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RunningServer _server;
    private readonly HttpClient _http;

    private RunningPrometheus(RunningServer server, int port)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
    }

    public static async Task<RunningPrometheus> StartAsync(int sidecarPort)
    {
        string folder = RunningServer.NewFolder();
        string configuration = await File.ReadAllTextAsync(Path.Combine(Examples.Prometheus, "prometheus.yml"));
        configuration.Should().Contain("127.0.0.1:8000").And.Contain("_interval: 15s");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "prometheus.yml"),
            configuration.Replace("127.0.0.1:8000", $"127.0.0.1:{sidecarPort}", StringComparison.Ordinal).Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal));
        File.Copy(Path.Combine(Examples.Prometheus, "rules.yml"), Path.Combine(folder, "rules.yml"));
        int port = RunningServer.FreePort();
        string[] arguments = [$"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}"];
        return new RunningPrometheus(await RunningServer.StartAsync("prometheus", folder, arguments, $"http://127.0.0.1:{port}/-/ready", Patience), port);
    }

    /// <summary>Asks its query API until the answer is one series with this value.</summary>
    public async Task UntilAsync(string query, string value)
    {
        using var limit = new CancellationTokenSource(Patience);
        string answer;
        while ((answer = await QueryAsync(query)) != value)
        {
            limit.IsCancellationRequested.Should().BeFalse($"{query} should be {value}, and is {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    public async Task<string> QueryAsync(string query)
    {
        await using Stream body = await _http.GetStreamAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        using JsonDocument document = await JsonDocument.ParseAsync(body);
        IEnumerable<JsonElement> results = document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray();
        return string.Join(", ", results.Select(result => result.GetProperty("value")[1].GetString()));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }
}
