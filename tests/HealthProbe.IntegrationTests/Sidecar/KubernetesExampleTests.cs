using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using HealthProbe.IntegrationTests.Listening;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>
/// What can be known of examples/kubernetes.yaml without a cluster: the programs are run with exactly its arguments, and each probe is
/// asked as the kubelet would ask it.
/// Only names, ports and the path of the token are replaced.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class KubernetesExampleTests : IDisposable
{
    private const int Limit = 60_000;
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const UnixFileMode AsMountedWithFsGroup = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    // The pod has an address of its own, which is not that of localhost. All of 127.0.0.0/8 is this machine.
    private const string PodAddress = "127.0.0.2";

    private static readonly byte[] PostgresAsksForAPassword = [(byte)'R', 0, 0, 0, 8, 0, 0, 0, 3];

    private readonly string _folder = RunningServer.NewFolder();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [YamlFact(Timeout = Limit)]
    public async Task The_sidecar_answers_each_probe_of_the_application()
    {
        int port = RunningServer.FreePort();
        int statsd = RunningServer.FreePort();
        await using var application = new AcceptingServer(IPAddress.Loopback);
        await using var database = new ScriptedServer((stream, stop) => AnswerAsync(stream, PostgresAsksForAPassword, stop));
        await using var cache = new ScriptedServer((stream, stop) => AnswerAsync(stream, "+PONG\r\n"u8.ToArray(), stop));
        Manifest shop = await Manifest.ReadAsync(
            "shop", ("8000", $"{port}"), ("8125", $"{statsd}"), ("127.0.0.1:8080", $"127.0.0.1:{application.Port}"), ("database:5432", $"127.0.0.1:{database.Port}"),
            ("cache:6379", $"127.0.0.1:{cache.Port}"), ("/run/secrets/health", _folder));
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), Token);
        File.SetUnixFileMode(Path.Combine(_folder, "token"), AsMountedWithFsGroup);
        JsonElement sidecar = shop.Container("health");

        using var running = new RunningProgram("healthprobe-sidecar.dll", Manifest.Texts(sidecar.GetProperty("args")));
        await UntilAsync(shop.Container("health").GetProperty("startupProbe"), port, 200);
        using var gunicorn = new UdpClient();
        await gunicorn.SendAsync(Encoding.ASCII.GetBytes("gunicorn.workers:0|g"), "127.0.0.1", statsd);
        await UntilAsync(shop.Container("shop").GetProperty("livenessProbe"), port, 422);
        await gunicorn.SendAsync(Encoding.ASCII.GetBytes("gunicorn.workers:4|g"), "127.0.0.1", statsd);

        foreach (string probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            await UntilAsync(shop.Container("shop").GetProperty(probe), port, 200);
        }

        await UntilAsync(sidecar.GetProperty("livenessProbe"), port, 200);
        (await HealthAsync(port, null)).Should().Contain("\"status\":\"UP\"").And.NotContain("\"target\"");
        (await HealthAsync(port, Token)).Should().Contain($"\"target\":\"postgres://127.0.0.1:{database.Port}\"").And.Contain($"\"target\":\"redis://127.0.0.1:{cache.Port}\"");
        running.Signal(RunningProgram.Terminate);
        (await running.EndAsync()).Should().Be((0, ""));
    }

    [YamlFact(Timeout = Limit)]
    public async Task The_application_is_restarted_for_want_of_workers_and_not_for_want_of_a_database()
    {
        Manifest shop = await Manifest.ReadAsync("shop");

        Path("shop", "startupProbe").Should().Be("/health/live");
        Path("shop", "livenessProbe").Should().Be("/health/live");
        Path("shop", "readinessProbe").Should().Be("/health/ready");
        Path("health", "startupProbe").Should().Be("/metrics");
        Path("health", "livenessProbe").Should().Be("/metrics");
        shop.Container("health").TryGetProperty("readinessProbe", out _).Should().BeFalse();

        string? Path(string container, string probe) => shop.Container(container).GetProperty(probe).GetProperty("httpGet").GetProperty("path").GetString();
    }

    [YamlFact(Timeout = Limit)]
    public async Task The_grace_period_covers_all_that_happens_one_after_the_other()
    {
        Manifest shop = await Manifest.ReadAsync("shop");
        string[] sidecar = Manifest.Texts(shop.Container("health").GetProperty("args"));
        JsonElement application = shop.Container("shop");
        string gunicorn = application.GetProperty("env")[0].GetProperty("value").GetString()!;

        int preStop = application.GetProperty("lifecycle").GetProperty("preStop").GetProperty("sleep").GetProperty("seconds").GetInt32();
        int graceful = int.Parse(gunicorn.Split("--graceful-timeout ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        TimeSpan drain = NumberReader.OptionalDuration(sidecar[Array.IndexOf(sidecar, "--drain") + 1], out _);

        shop.Pod.GetProperty("terminationGracePeriodSeconds").GetInt32().Should().BeGreaterThan(preStop + graceful + (int)drain.TotalSeconds);
    }

    [YamlFact(Timeout = Limit)]
    public async Task No_container_has_more_rights_than_it_needs()
    {
        foreach (string name in (string[])["shop", "mailer"])
        {
            Manifest manifest = await Manifest.ReadAsync(name);

            manifest.Pod.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean().Should().BeTrue();
            foreach (JsonElement context in manifest.Containers.Select(container => container.GetProperty("securityContext")))
            {
                context.GetProperty("allowPrivilegeEscalation").GetBoolean().Should().BeFalse();
                context.GetProperty("readOnlyRootFilesystem").GetBoolean().Should().BeTrue();
                Manifest.Texts(context.GetProperty("capabilities").GetProperty("drop")).Should().Equal("ALL");
            }
        }

        Manifest shop = await Manifest.ReadAsync("shop");
        shop.Pod.GetProperty("volumes")[0].GetProperty("secret").GetProperty("defaultMode").GetInt32().Should().Be(256, "the YAML of Kubernetes reads 0400 as octal");
        shop.Container("health").GetProperty("resources").GetProperty("limits").GetProperty("memory").GetString().Should().Be("32Mi");
    }

    [YamlFact(Timeout = Limit)]
    public async Task The_worker_is_asked_by_the_command()
    {
        await using var worker = new AcceptingServer(IPAddress.Loopback);
        await using var database = new ScriptedServer((stream, stop) => AnswerAsync(stream, PostgresAsksForAPassword, stop));
        Manifest mailer = await Manifest.ReadAsync("mailer", ("\"9000\"", $"\"{worker.Port}\""), ("database:5432", $"127.0.0.1:{database.Port}"));
        JsonElement container = mailer.Container("mailer");

        foreach (JsonElement command in (JsonElement[])[
            mailer.Container("wait").GetProperty("command"),
            container.GetProperty("startupProbe").GetProperty("exec").GetProperty("command"),
            container.GetProperty("livenessProbe").GetProperty("exec").GetProperty("command")])
        {
            string[] words = Manifest.Texts(command);
            words[0].Should().Be("/healthprobe");
            using var running = new RunningProgram("healthprobe.dll", words[1..]);
            (await running.EndAsync()).Should().Be((0, ""));
        }
    }

    private static async Task AnswerAsync(Stream stream, byte[] answer, CancellationToken stop)
    {
        await stream.ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false, stop);
        await stream.WriteAsync(answer, stop);
    }

    private async Task UntilAsync(JsonElement probe, int port, int status)
    {
        JsonElement get = probe.GetProperty("httpGet");
        JsonElement asked = get.GetProperty("port");
        (asked.ValueKind == JsonValueKind.String ? "health" : $"{port}").Should().Be(asked.ToString());
        var url = new Uri($"http://{PodAddress}:{port}{get.GetProperty("path").GetString()}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await StatusAsync(url) is int now && now != status)
        {
            limit.IsCancellationRequested.Should().BeFalse($"{url} should answer {status}, and answers {now}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    // 0 while nobody listens.
    private async Task<int> StatusAsync(Uri url)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(url);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private async Task<string> HealthAsync(int port, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{PodAddress}:{port}/health");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
