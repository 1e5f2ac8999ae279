namespace HealthProbe.IntegrationTests.Servers;

/// <summary>gRPC as grpc-go speaks it.</summary>
public class EtcdTests
{
    private const string Program = "etcd";
    private const string Package = "etcd-server";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Answers_for_the_whole_server_and_for_a_service_it_does_not_know(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync($"http://127.0.0.1:{port}", $"grpc://127.0.0.1:{port}", []);

        Outcome whole = await Question.AskAsync(way, $"grpc://127.0.0.1:{port}");
        Outcome unknown = await Question.AskAsync(way, $"grpc://127.0.0.1:{port}/shop.Orders");
        Outcome secured = await Question.AskAsync(way, $"grpcs://127.0.0.1:{port}");

        whole.Should().Be(Outcome.Healthy("SERVING") with { Elapsed = whole.Elapsed });
        unknown.Reason.Should().Be(Reason.Missing);
        unknown.Detail.Should().Be("grpc-status 5 (NOT_FOUND): no service is registered as \"shop.Orders\": write its full name, package.Service, or leave it out to ask the whole server");
        secured.Reason.Should().Be(Reason.Tls);
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Answers_inside_tls(Way way)
    {
        string folder = RunningServer.NewFolder();
        var certificate = new TestCertificate(folder);
        int port = RunningServer.FreePort();
        string[] tls = ["--cert-file", certificate.CertificateFile, "--key-file", certificate.KeyFile];
        await using RunningServer server = await StartAsync($"https://127.0.0.1:{port}", $"tcp://127.0.0.1:{port}", tls, folder);

        Outcome trusted = await Question.AskAsync(way, $"grpcs://127.0.0.1:{port}", certificate.Trusted);
        Outcome insecure = await Question.AskAsync(way, $"grpcs://127.0.0.1:{port}", new ProbeOptions { Tls = new TlsOptions { Insecure = true } });
        Outcome untrusted = await Question.AskAsync(way, $"grpcs://127.0.0.1:{port}");
        Outcome plain = await Question.AskAsync(way, $"grpc://127.0.0.1:{port}");

        trusted.Should().Be(Outcome.Healthy("SERVING") with { Elapsed = trusted.Elapsed });
        insecure.Detail.Should().Be("SERVING, certificate not verified");
        untrusted.Reason.Should().Be(Reason.Tls);
        plain.Reason.Should().BeOneOf(Reason.Protocol, Reason.Closed);
    }

    private static Task<RunningServer> StartAsync(string url, string readyTarget, string[] more, string? folder = null)
    {
        folder ??= RunningServer.NewFolder();
        string peer = $"http://127.0.0.1:{RunningServer.FreePort()}";
        string[] arguments =
        [
            "--data-dir", Path.Combine(folder, "data"), "--listen-client-urls", url, "--advertise-client-urls", url,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
        ];
        return RunningServer.StartAsync(Program, folder, [.. arguments, .. more], readyTarget, TimeSpan.FromSeconds(30));
    }
}
