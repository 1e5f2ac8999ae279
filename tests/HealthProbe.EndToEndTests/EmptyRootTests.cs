using System.Net;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>The native binary as an image FROM scratch has it: with no library, no shell and no certificate beside it.</summary>
[Collection(EndToEnd.Name)]
public sealed class EmptyRootTests(PublishedBinaries binaries)
{
    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("web.internal")]
    public async Task Finds_an_open_port_by_address_and_by_a_name_of_etc_hosts(string host)
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync(host, $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("127.0.0.1", "connection refused")]
    [InlineData("web.internal", "connection refused by 127.0.0.1")]
    public async Task Says_why_when_the_port_is_closed(string host, string detail)
    {
        using var port = new ClosedPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync(host, $"{port.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy tcp://{host}:{port.Number}: {detail} \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n")]
    [InlineData("hosts: nosuchmodule\npasswd: ldap\n")]
    [InlineData("nonsense\n")]
    public async Task Finds_a_name_whatever_nsswitch_conf_says(string configuration)
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);
        root.Write("nsswitch.conf", configuration);

        ProcessRun run = await root.RunAsync("web.internal", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Finds_a_name_by_DNS()
    {
        using var port = new OpenPort();
        using var resolver = NameServer.Knowing(IPAddress.Loopback);
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");

        ProcessRun run = await root.RunAsync("database.internal", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("127.0.0.1 db\n127.0.0.2 db\n")]
    [InlineData("127.0.0.2 db\r\n127.0.0.1 web db\r\n")]
    public async Task Connects_to_the_addresses_of_all_lines_of_a_name(string hosts)
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);
        root.Write("hosts", hosts);

        ProcessRun run = await root.RunAsync("db", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task A_dead_first_name_server_of_two_is_no_reason_to_be_unhealthy()
    {
        using var port = new OpenPort();
        using var resolver = NameServer.Knowing(IPAddress.Loopback);
        using var dead = NameServer.Silent("127.77.0.2");
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver 127.77.0.2\nnameserver {NameServer.Address}\nsearch a.test b.test c.test d.test\noptions ndots:5\n");

        ProcessRun run = await root.RunAsync("database.internal", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task The_sidecar_resolves_its_dependencies_behind_a_dead_first_name_server()
    {
        using var port = new OpenPort();
        using var resolver = NameServer.Knowing(IPAddress.Loopback);
        using var dead = NameServer.Silent("127.77.0.2");
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver 127.77.0.2\nnameserver {NameServer.Address}\n");
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            ["chroot", root.Folder, "/healthprobe-sidecar"],
            "--no-worker-gate", "--drain", "0", "--dependency", $"database=tcp://database.internal:{port.Number}");

        await sidecar.UntilAsync("/health/ready", 200);
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task A_port_can_be_opened_at_a_name_of_etc_hosts()
    {
        using var root = new EmptyRoot(binaries);
        using var program = new RunningProgram("chroot", root.Folder, "/healthprobe", "listen", "web.internal", "0");

        (await program.ReadLineAsync()).Should().StartWith("listening on web.internal:");
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task A_name_that_appears_during_a_wait_is_found()
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");
        using var program = new RunningProgram("chroot", root.Folder, "/healthprobe", $"tcp://late:{port.Number}", "-w", "8s", "-i", "50ms");
        (await program.ReadLineAsync()).Should().Contain("name server 127.77.0.1 is unreachable for late");

        root.Write("hosts", "127.0.0.1 late\n");

        (await program.EndAsync()).Should().Be((0, ""));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Says_so_when_there_is_no_resolver()
    {
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");

        ProcessRun run = await root.RunAsync("database.internal", "80");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            @"^unhealthy tcp://database\.internal:80: name server 127\.77\.0\.1 is unreachable for database\.internal \(\d+\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Needs_no_user_no_home_and_nothing_to_write_to()
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsNobodyAsync("127.0.0.1", $"{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }
}
