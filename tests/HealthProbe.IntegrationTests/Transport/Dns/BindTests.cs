using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Transport.Dns;

/// <summary>Lookups against BIND.</summary>
public class BindTests
{
    private const string Program = "named";
    private const string Package = "bind9";
    private const int Limit = 60_000;

    [ServerTheory(Program, Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Names_resolve_and_what_does_not_is_told_apart(Way way)
    {
        int port = RunningServer.FreePort();
        await using RunningServer server = await StartAsync(port);
        string configuration = "nameserver 127.0.0.1\r\nsearch example.test\r\n";

        (await Lookup.RunAsync(way, "db", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "DB.Example.Test.", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "alias.example.test", configuration, port)).Should().Be("10.1.0.1 fd00::1");
        (await Lookup.RunAsync(way, "big.example.test", configuration, port)).Split(' ').Should().HaveCount(16);
        (await Lookup.RunAsync(way, "none.example.test.", configuration, port))
            .Should().Be($"no such name: none.example.test. (127.0.0.1:{port})");
        (await Lookup.RunAsync(way, "text.example.test.", configuration, port)).Should().Be("text.example.test. has no address");
        (await Lookup.RunAsync(way, "loop.example.test.", configuration, port))
            .Should().Be($"name server 127.0.0.1:{port} returned SERVFAIL for loop.example.test.");
        (await Lookup.RunAsync(way, "db.broken.test.", configuration, port))
            .Should().Be($"name server 127.0.0.1:{port} returned SERVFAIL for db.broken.test.");
        (await Lookup.RunAsync(way, "db.elsewhere.", configuration, port))
            .Should().Be($"name server 127.0.0.1:{port} returned REFUSED for db.elsewhere.");
    }

    private static async Task<RunningServer> StartAsync(int port)
    {
        string folder = RunningServer.NewFolder();
        string zone = Path.Combine(folder, "example.zone");
        await File.WriteAllLinesAsync(
            zone,
            [
                "$TTL 60", "@ IN SOA ns admin 1 60 60 60 60", "@ IN NS ns", "ns IN A 127.0.0.1", "db IN A 10.1.0.1", "db IN AAAA fd00::1",
                "alias IN CNAME other", "other IN CNAME db", "text IN TXT x", "loop IN CNAME pool", "pool IN CNAME loop",
                .. Enumerable.Range(1, 60).Select(number => $"big IN A 10.2.0.{number}"),
            ]);
        string file = Path.Combine(folder, "named.conf");
        await File.WriteAllTextAsync(
            file,
            $$"""
            options {
              directory "{{folder}}"; pid-file none; session-keyfile none; recursion no;
              listen-on port {{port}} { 127.0.0.1; }; listen-on-v6 { none; };
            };
            controls { };
            zone "example.test" { type master; file "{{zone}}"; };
            zone "broken.test" { type master; file "{{folder}}/missing.zone"; };
            """);
        RunningServer server = await RunningServer.StartAsync(Program, folder, ["-g", "-c", file], $"tcp://127.0.0.1:{port}", TimeSpan.FromSeconds(20));

        // It listens before its zones are loaded, and refuses until then.
        string refused = $"name server 127.0.0.1:{port} returned REFUSED for db.example.test.";
        for (int i = 0; i < 200 && await Lookup.RunAsync(Way.Asynchronously, "db.example.test.", $"nameserver 127.0.0.1\n", port) == refused; i++)
        {
            await Task.Delay(50);
        }

        return server;
    }
}
