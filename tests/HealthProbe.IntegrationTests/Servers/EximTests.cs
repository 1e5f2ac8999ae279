namespace HealthProbe.IntegrationTests.Servers;

public class EximTests
{
    private const string Program = "exim4";
    private const string Package = "exim4-daemon-light";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_takes_its_leave_with_and_without_tls(Way way)
    {
        string folder = RunningServer.NewFolder();
        var certificate = new TestCertificate(folder);
        int port = RunningServer.FreePort();
        int tlsPort = RunningServer.FreePort();
        string configuration = Path.Combine(folder, "exim.conf");
        await File.WriteAllTextAsync(configuration,
            $"""
            keep_environment =
            primary_hostname = localhost
            local_interfaces = <; [127.0.0.1]:{port} ; [127.0.0.1]:{tlsPort}
            tls_on_connect_ports = {tlsPort}
            tls_certificate = {certificate.CertificateFile}
            tls_privatekey = {certificate.KeyFile}
            spool_directory = {folder}/spool
            log_file_path = {folder}/%slog
            pid_file_path = {folder}/pid
            log_selector = +smtp_connection

            """);
        LetEveryoneRead(folder, certificate.KeyFile);
        await using RunningServer server = await RunningServer.StartAsync(
            Program, folder, ["-C", configuration, "-bdf"], $"tcp://127.0.0.1:{port}", TimeSpan.FromSeconds(20));

        Outcome plain = await Question.AskAsync(way, $"smtp://127.0.0.1:{port}");
        Outcome secured = await Question.AskAsync(way, $"smtps://localhost:{tlsPort}", certificate.Trusted);
        Outcome untrusted = await Question.AskAsync(way, $"smtps://localhost:{tlsPort}");

        plain.IsHealthy.Should().BeTrue(plain.Detail);
        plain.Detail.Should().StartWith("\"220 localhost ESMTP Exim 4.");
        secured.IsHealthy.Should().BeTrue(secured.Detail);
        secured.Detail.Should().StartWith("\"220 localhost ESMTP Exim 4.");
        untrusted.Reason.Should().Be(Reason.Tls);
        string log = Path.Combine(folder, "mainlog");
        while (File.ReadAllText(log).Split("closed by QUIT").Length - 1 < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    // It gives up the superuser's rights, and reads its files without them.
    private static void LetEveryoneRead(string folder, string keyFile)
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(keyFile, Read);
            File.SetUnixFileMode(folder, Read | Enter | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        }
    }
}
