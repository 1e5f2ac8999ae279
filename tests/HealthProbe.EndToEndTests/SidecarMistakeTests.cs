using System.Net;
using System.Net.Sockets;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>What the sidecar says when it cannot start: one line on standard error, exit code 1, and nothing is left of it.</summary>
[Collection(EndToEnd.Name)]
public sealed class SidecarMistakeTests(PublishedBinaries binaries)
{
    private const string Program = "healthprobe-sidecar: ";

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task Says_that_its_port_is_in_use(Edition edition)
    {
        using var port = new OpenPort();

        await EndsAsync(edition, $"cannot listen on 127.0.0.1:{port.Number}: the port is in use: stop what listens there, or write another --port", "--no-worker-gate", "-H", "127.0.0.1", "-P", $"{port.Number}");
    }

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task Says_that_its_UDP_port_is_in_use(Edition edition)
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)socket.Client.LocalEndPoint!).Port;

        await EndsAsync(
            edition, $"statsd 127.0.0.1:{port}: the port is in use: stop what listens there or write --statsd-port", "-H", "127.0.0.1", "-P", "0", "--statsd-host", "127.0.0.1", "--statsd-port", $"{port}");
    }

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task Says_that_the_port_of_its_second_address_is_in_use(Edition edition)
    {
        using var port = new OpenPort();

        await EndsAsync(
            edition, $"cannot listen on 127.0.0.1:0 and http://127.0.0.1:{port.Number}: the port is in use: stop what listens there, or write another --port",
            "--no-worker-gate", "-H", "127.0.0.1", "-P", "0", "--management-url", $"http://127.0.0.1:{port.Number}");
    }

    [BinaryTheory(Timeout = 20_000), Both]
    public async Task Says_that_the_machine_does_not_have_its_address(Edition edition)
    {
        await EndsAsync(edition, "cannot listen on 192.0.2.1:8000: this machine does not have that address: write another --host", "--no-worker-gate", "-H", "192.0.2.1", "-P", "8000");
        await EndsAsync(
            edition, "statsd 192.0.2.1:8125: this machine does not have that address: write another --statsd-host", "-H", "127.0.0.1", "-P", "0", "--statsd-host", "192.0.2.1", "--statsd-port", "8125");
    }

    // The first leaves no room for the thread that hears signals, the second none for the pool's.
    [NativeTheory("prlimit", Timeout = 20_000), InlineData(16), InlineData(24)]
    public async Task Says_so_when_no_thread_can_be_had(int megabytes)
    {
        ProcessRun run = await ProcessRun.StartAsync(
            "prlimit", [$"--data={megabytes * 1024 * 1024}", binaries.NativeSidecar, "--no-worker-gate", "-H", "127.0.0.1", "-P", "0", "--statsd-port", "0"]);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(
            1, "", $"{Program}no memory for another thread: raise the limits on memory and processes (ulimit -d, ulimit -u, the container's)\n", default));
    }

    [NativeFact("chroot", "unshare", "ip", Need.Root, Timeout = 20_000)]
    public async Task Says_that_a_user_may_not_have_a_low_port()
    {
        using var root = new EmptyRoot(binaries);

        // A network of its own, whose first port that needs no privilege is the usual one.
        ProcessRun run = await ProcessRun.StartAsync(
            "unshare",
            [
                "--net", "sh", "-c", "ip link set lo up && echo 1024 >/proc/sys/net/ipv4/ip_unprivileged_port_start && exec chroot --userspec=65534:65534 \"$0\" /healthprobe-sidecar --no-worker-gate -H 127.0.0.1 -P 80", root.Folder,
            ]);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", $"{Program}cannot listen on 127.0.0.1:80: not permitted (ports below 1024 may need a privilege)\n", default));
    }

    [BinaryTheory(Timeout = 20_000)]
    [Both("{\"port\": 80")]
    [Both("{\"port\": 8000, \"dependency\": [\"db=tcp://db")]
    [Both("")]
    public async Task Says_that_its_file_is_half_written(Edition edition, string text)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("sidecar.json");
        await File.WriteAllTextAsync(path, text);

        await EndsAsync(edition, $"{path}: line 1: it ends too early: close what is open, or write the file again if it was cut", "--config", path);
    }

    private async Task EndsAsync(Edition edition, string error, params string[] arguments) =>
        ((await RunAsync(edition, arguments)) with { Elapsed = default }).Should().Be(new ProcessRun(1, "", $"{Program}{error}\n", default));

    private Task<ProcessRun> RunAsync(Edition edition, params string[] arguments) => ProcessRun.StartAsync(binaries.PathOfSidecar(edition), arguments);
}
