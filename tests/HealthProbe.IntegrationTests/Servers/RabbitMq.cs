namespace HealthProbe.IntegrationTests.Servers;

/// <summary>
/// One RabbitMQ for all tests of a class, because it takes seconds to start, with the port mapper that its runtime insists on.
/// </summary>
public sealed class RabbitMq : IAsyncLifetime
{
    internal const string Program = "rabbitmqctl";
    internal const string Package = "rabbitmq-server";

    private RunningServer? _portMapper;
    private RunningServer? _server;

    internal RunningServer Server => _server ?? throw new InvalidOperationException($"there is no {Package} here");

    internal int Port { get; } = RunningServer.FreePort();

    internal int TlsPort { get; } = RunningServer.FreePort();

    internal TestCertificate? Certificate { get; private set; }

    public async Task InitializeAsync()
    {
        if (Installed.Find(Program) is null)
        {
            return;
        }

        string folder = RunningServer.NewFolder();
        Certificate = new TestCertificate(folder);
        string configuration = Path.Combine(folder, "rabbitmq.conf");
        await File.WriteAllTextAsync(configuration,
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            listeners.ssl.1 = 127.0.0.1:{TlsPort}
            ssl_options.cacertfile = {Certificate.CertificateFile}
            ssl_options.certfile = {Certificate.CertificateFile}
            ssl_options.keyfile = {Certificate.KeyFile}
            ssl_options.verify = verify_none

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[].\n");
        int mapperPort = RunningServer.FreePort();
        _portMapper = await RunningServer.StartAsync(
            "epmd", RunningServer.NewFolder(), ["-port", $"{mapperPort}", "-address", "127.0.0.1"], $"tcp://127.0.0.1:{mapperPort}", TimeSpan.FromSeconds(10));

        // The one on the path is Debian's wrapper, which changes the user and keeps its state in /var.
        _server = await RunningServer.StartAsync("/usr/lib/rabbitmq/bin/rabbitmq-server", folder, [], $"amqp://127.0.0.1:{Port}", TimeSpan.FromSeconds(90), new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = $"{mapperPort}",
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_NODENAME"] = "healthprobe@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{RunningServer.FreePort()}",
        });

        // Its TLS listener is ready last.
        string tls = $"amqps://localhost:{TlsPort}";
        for (int i = 0; i < 200 && !(await Question.AskAsync(Way.Asynchronously, tls, Certificate.Trusted)).IsHealthy; i++)
        {
            await Task.Delay(50);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (RunningServer? server in (RunningServer?[])[_server, _portMapper])
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }
}
