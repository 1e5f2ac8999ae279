using HealthProbe.Protocols.Http;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>gRPC as grpc-js speaks it: every status, with and without TLS, and over a Unix socket.</summary>
public class GrpcJsTests(GrpcJsServer installed) : IClassFixture<GrpcJsServer>
{
    private const string Program = "npm";
    private const string Package = "nodejs npm";
    private const int Limit = 120_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Answers_for_each_service(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await installed.StartAsync($"127.0.0.1:{port}", $"grpc://127.0.0.1:{port}", []);
        const string WhatToDo = ": write its full name, package.Service, or leave it out to ask the whole server";
        (string Path, Outcome Expected)[] expectations =
        [
            ("", Outcome.Healthy("SERVING")),
            ("/", Outcome.Healthy("SERVING")),
            ("/shop.Orders", Outcome.Healthy("SERVING")),
            ("/shop%2EOrders", Outcome.Healthy("SERVING")),
            ("/" + new string('x', 20_000), Outcome.Healthy("SERVING")),
            ("/shop.Closed", Outcome.Unhealthy(Reason.NotReady, "NOT_SERVING")),
            ("/shop.New", Outcome.Unhealthy(Reason.NotReady, "UNKNOWN: the server does not say yet whether it serves")),
            ("/shop.Odd", Outcome.Unhealthy(Reason.Missing, "SERVICE_UNKNOWN: no service is registered as \"shop.Odd\"" + WhatToDo)),
            ("/shop.Nothing", Outcome.Unhealthy(Reason.Missing, "grpc-status 5 (NOT_FOUND): no service is registered as \"shop.Nothing\"" + WhatToDo)),
        ];
        foreach ((string path, Outcome expected) in expectations)
        {
            Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{port}{path}");

            outcome.Should().Be(expected with { Elapsed = outcome.Elapsed }, "the path is {0}", path);
        }
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_there_is_no_health_service(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await installed.StartAsync($"127.0.0.1:{port}", $"tcp://127.0.0.1:{port}", [], hasHealth: false);

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{port}");

        outcome.Reason.Should().Be(Reason.Missing);
        outcome.Detail.Should().Be("grpc-status 12 (UNIMPLEMENTED): the server has no grpc.health.v1.Health: add the health service of its library");
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Answers_inside_tls(Way way)
    {
        string folder = RunningServer.NewFolder();
        var certificate = new TestCertificate(folder);
        int port = RunningServer.FreePort();
        await using RunningServer server = await installed.StartAsync(
            $"127.0.0.1:{port}", $"tcp://127.0.0.1:{port}", [certificate.CertificateFile, certificate.KeyFile]);

        (await Question.AskAsync(way, $"grpcs://localhost:{port}/shop.Orders", certificate.Trusted)).Detail.Should().Be("SERVING");
        (await Question.AskAsync(way, $"grpcs://localhost:{port}/shop.Closed", certificate.Trusted)).Detail.Should().Be("NOT_SERVING");
        Directory.Delete(folder, recursive: true);
    }

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Answers_over_a_unix_socket(Way way)
    {
        string folder = RunningServer.NewFolder();
        string socket = Path.Combine(folder, "grpc.sock");
        int port = RunningServer.FreePort();
        await using RunningServer server = await installed.StartAsync($"127.0.0.1:{port}", $"tcp://127.0.0.1:{port}", []);
        await using RunningServer onSocket = await installed.StartAsync($"unix:{socket}", $"tcp://127.0.0.1:{port}", []);
        while (!File.Exists(socket))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Outcome outcome = await Question.AskAsync(way, "grpc://shop.invalid:1", new ProbeOptions { Http = new HttpOptions { UnixSocket = socket } });

        outcome.Should().Be(Outcome.Healthy("SERVING") with { Elapsed = outcome.Elapsed });
        Directory.Delete(folder, recursive: true);
    }
}
