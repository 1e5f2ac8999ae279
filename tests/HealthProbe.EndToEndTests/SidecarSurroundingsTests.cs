using System.Net;
using System.Net.Sockets;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>The sidecar where little is to be had: it serves, and ends with 0 when it is told to.</summary>
[Collection(EndToEnd.Name)]
public sealed class SidecarSurroundingsTests(PublishedBinaries binaries)
{
    [NativeTheory("chroot", Need.Root, Timeout = 30_000)]
    [InlineData("0:0")]
    [InlineData("65534:65534")]
    public async Task Serves_in_an_empty_root_without_proc(string user)
    {
        await using var dependencies = new FiveDependencies();
        using var root = new EmptyRoot(binaries);
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            ["env", "-i", "/usr/sbin/chroot", $"--userspec={user}", root.Folder, "/healthprobe-sidecar"], ["--no-worker-gate", "--drain", "0", .. dependencies.Arguments]);

        await sidecar.UntilAsync("/health/ready", 200);

        await ServesAndEndsAsync(sidecar);
    }

    [NativeFact("chroot", "unshare", Need.Root, Timeout = 30_000)]
    public async Task Serves_from_a_root_that_nobody_can_write_to()
    {
        using var root = new EmptyRoot(binaries);
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            [
                "unshare", "--mount", "sh", "-c",
                "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec chroot --userspec=65534:65534 \"$0\" /healthprobe-sidecar \"$@\"", root.Folder,
            ],
            "--no-worker-gate", "--drain", "0");

        await ServesAndEndsAsync(sidecar);
    }

    [BinaryTheory(Timeout = 60_000)]
    [Both(">&-")]
    [Both("<&- >&- 2>&-")]
    [Both("<&- >&-")]
    [Both(">&- 2>&-")]
    [Both(">/dev/full")]
    [Both("> >(exec true)")]
    [Both("> >(exec sleep 50 2>&-)")]
    public async Task Serves_when_nobody_can_read_its_log(Edition edition, string streams)
    {
        int port;
        using (var free = new ClosedPort())
        {
            port = free.Number;
        }

        using var closed = new ClosedPort();
        string[] dependencies = [.. Enumerable.Range(0, 10).SelectMany(i => (string[])["--dependency", $"down{i}=tcp://127.0.0.1:{closed.Number};period=1ms;failures=10000;critical=false"])];
        using var sidecar = new RunningProgram(
            "bash",
            [
                "-c", $"exec \"$0\" \"$@\" {streams}", binaries.PathOfSidecar(edition), "--no-worker-gate", "-H", "127.0.0.1", "-P", $"{port}", "--drain", "0", "-v",
                .. dependencies,
            ]);
        while (await RunningSidecar.GetAsync(port, "/health/live") != 200)
        {
            await Task.Delay(10);
        }

        // Ten lines a millisecond, or as many as the machine can make: more than the 64 KB that a pipe holds.
        for (int i = 0; i < 100; i++)
        {
            (await RunningSidecar.GetAsync(port, "/health/ready")).Should().Be(200);
        }

        sidecar.Signal(RunningProgram.Terminate);
        (await sidecar.EndAsync()).Should().Be((0, ""));
    }

    // The native binary: the runtime of the other one needs nearly all of these descriptors for itself.
    [NativeFact(Timeout = 60_000)]
    public async Task Recovers_when_clients_held_all_its_descriptors()
    {
        using var closed = new ClosedPort();
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            ["bash", "-c", "ulimit -n 80 && exec \"$0\" \"$@\"", binaries.NativeSidecar],
            "--no-worker-gate", "--drain", "0", "--dependency", $"down=tcp://127.0.0.1:{closed.Number};period=50ms;failures=10000;critical=false");
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 200; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await ConnectOrNotAsync(client, sidecar.Port);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await sidecar.UntilAsync("/health/live", 200);
        await ServesAndEndsAsync(sidecar);
    }

    private static async Task ConnectOrNotAsync(Socket client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            // It was closed as soon as it was open: there are too many.
        }
    }

    [NativeFact(Timeout = 60_000)]
    public async Task Recovers_when_it_had_no_descriptor_left()
    {
        using RunningSidecar sidecar = await RunningSidecar.StartAsync([binaries.NativeSidecar], "--no-worker-gate", "--drain", "0");
        RunningProgram.Limit limit = sidecar.LimitOpenFiles(new RunningProgram.Limit(3, 4096));
        using (Socket waiting = await Client.ConnectAsync(sidecar.Port))
        {
            (await sidecar.GetAsync("/health/live", TimeSpan.FromMilliseconds(500))).Should().Be(0);
        }

        sidecar.LimitOpenFiles(limit with { Hard = 4096, Soft = Math.Min(limit.Soft, 4096) });

        await sidecar.UntilAsync("/health/live", 200);
        await ServesAndEndsAsync(sidecar);
    }

    [NativeFact(Timeout = 60_000)]
    public async Task Serves_500_clients_at_once_within_64_MB()
    {
        await using var dependencies = new FiveDependencies();
        using RunningSidecar sidecar = await RunningSidecar.StartAsync([binaries.NativeSidecar], ["--no-worker-gate", "--drain", "0", .. dependencies.Arguments]);
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 500; i++)
            {
                clients.Add(await Client.ConnectAsync(sidecar.Port));
                await clients[i].SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            }

            await sidecar.UntilAsync("/health/ready", 200);
            Resources.Resident(sidecar.Process).Should().BeLessThan(64 * 1024 * 1024);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await ServesAndEndsAsync(sidecar);
    }

    private static async Task ServesAndEndsAsync(RunningSidecar sidecar)
    {
        (await sidecar.GetAsync("/health/live")).Should().Be(200);
        (await sidecar.GetAsync("/health")).Should().Be(200);
        (await sidecar.GetAsync("/metrics")).Should().Be(200);
        sidecar.Signal(RunningProgram.Terminate);
        (int exitCode, string errors, _) = await sidecar.EndAsync();
        (exitCode, errors).Should().Be((0, ""));
    }
}
