using System.Net;
using System.Text;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Every byte that leaves the sidecar is searched for every secret that it was given.</summary>
public class SecretTests
{
    private const int Limit = 60_000;
    private const string Secret = "S3cretPassw0rd";

    private static readonly string[] Paths =
    [
        "/health/live", "/health/ready", "/health/startup", "/healthz", "/livez", "/readyz", "/health", "/v1/health", "/metrics", "/none", $"/{Secret[..4]}",
    ];

    // As it is, and as it stands in a header of Basic authentication, whatever comes before it.
    private static readonly string[] Forms =
    [
        Secret, Secret.ToUpperInvariant(), Uri.EscapeDataString(Secret),
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"user:{Secret}")).TrimEnd('='),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(Secret))[..16],
    ];

    [Theory(Timeout = Limit)]
    [InlineData("text", false)]
    [InlineData("json", false)]
    [InlineData("text", true)]
    [InlineData("json", true)]
    public async Task Finds_no_secret_in_any_answer_log_line_or_metric(string format, bool showsDetails)
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        using var silent = new SilentServer(IPAddress.Loopback);
        await using var failing = new ScriptedServer(ScriptedServer.AnswersStatus(() => 503));
        await using var application = new ScriptedServer(ScriptedServer.AnswersStatus(() => 503));
        await using var talking = new ScriptedServer(async (stream, stop) => await stream.WriteAsync("-ERR what was that\r\n"u8.ToArray(), stop));
        using var folder = new TokenFolder(Secret + Secret);
        string[] urls =
        [
            $"postgres://user:{Secret}@127.0.0.1:{closed.Port}/app?password={Secret}",
            $"http://user:{Secret}@127.0.0.1:{closed.Port}/?token={Secret}",
            $"http://user:{Secret}@127.0.0.1:{failing.Port}/?token={Secret}",
            $"https://user:{Secret}@127.0.0.1:{failing.Port}/?token={Secret}",
            $"redis://:{Secret}@127.0.0.1:{closed.Port}/0",
            $"redis://:{Secret}@127.0.0.1:{talking.Port}/0",
            $"amqp://user:{Secret}@127.0.0.1:{talking.Port}",
            $"mysql://user:{Secret}@127.0.0.1:{silent.Port}/app",
            $"tcp://127.0.0.1:{closed.Port}",
        ];
        string[] arguments =
        [
            "--no-worker-gate", "-v", "-v", "--log-format", format, "--details", showsDetails ? "always" : "never", "--details-token-file", folder.File,
            "--application-health-ready-url", $"http://user:{Secret}@127.0.0.1:{application.Port}/ready?token={Secret}",
            "--worker-probe", $"http://user:{Secret}@127.0.0.1:{application.Port}/live?token={Secret}",
            .. urls.SelectMany((url, i) => (string[])["--dependency", $"d{i}={url};timeout=200ms;failures=1"]),
        ];
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(Read<SettingsResult.Run>(arguments).Settings);
        var sent = new StringBuilder(Read<SettingsResult.Print>([.. arguments, "--print-config"]).Text);
        sent.Length.Should().BePositive();

        while (urls.Where((_, i) => !sidecar.Log.Contains($"d{i} is down", StringComparison.Ordinal)).Any())
        {
            await Task.Delay(10);
        }

        foreach (string path in Paths)
        {
            foreach (string header in (string[])["", $"Authorization: Bearer {Secret}{Secret}\r\n", $"Authorization: Bearer {Secret}\r\n"])
            {
                sent.Append(await sidecar.ExchangeAsync($"GET {path}?token={Secret} HTTP/1.1\r\nHost: {Secret}\r\nConnection: close\r\n{header}\r\n"));
                sent.Append(await sidecar.ExchangeAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n"));
            }
        }

        sent.Append(await sidecar.ExchangeAsync($"GET /{Secret} NONSENSE/1.1 {Secret}\r\n\r\n"));
        sent.ToString().Should().Contain("refused").And.Contain("HTTP/1.1 404 ").And.Contain("HTTP/1.1 405 ").And.NotContainAny(Forms);
        sidecar.Log.Should().Contain("503").And.NotContainAny(Forms);
    }

    [Theory]
    [InlineData("--dependency", $"db=nosuch://user:{Secret}@db/x")]
    [InlineData("--dependency", $"db=postgres://user:{Secret}@db:99999/x")]
    [InlineData("--application-health-ready-url", $"ftp://user:{Secret}@db/x?token={Secret}")]
    [InlineData("--management-url", $"http://user:{Secret}@localhost:9000")]
    [InlineData("--worker-probe", $"postgres://user:{Secret}@db/x")]
    public void Finds_no_secret_in_a_mistake(string option, string value) =>
        Read<SettingsResult.Mistake>([option, value]).Text.Should().NotContainAny(Forms);

    private static T Read<T>(string[] arguments)
        where T : SettingsResult
    {
        SettingsResult result = SettingsReader.Read(arguments, _ => null);
        return result.Should().BeOfType<T>(result.ToString()).Subject;
    }

    private sealed class TokenFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-");

        public TokenFolder(string token)
        {
            System.IO.File.WriteAllText(File, token);
            if (!OperatingSystem.IsWindows())
            {
                System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead);
            }
        }

        public string File => Path.Combine(_folder.FullName, "token");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
