using System.Globalization;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>listen:// where there is nothing but the kernel to ask: no /proc, no library, no privilege.</summary>
[Collection(EndToEnd.Name)]
public sealed class ListenTargetTests(PublishedBinaries binaries)
{
    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Finds_a_listening_socket_in_an_empty_root_as_nobody()
    {
        using var port = new OpenPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsNobodyAsync($"listen://127.0.0.1:{port.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("127.0.0.1", "127.0.0.1:{0}")]
    [InlineData("web.internal", "127.0.0.1:{0}")]
    public async Task Says_that_nothing_listens_in_an_empty_root(string host, string where)
    {
        using var port = new ClosedPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync($"listen://{host}:{port.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy listen://{host}:{port.Number}: nothing listens on {string.Format(CultureInfo.InvariantCulture, where, port.Number)} \(\d+\.\d ms\)\n$");
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Finds_a_full_queue_in_an_empty_root()
    {
        using var port = new FullPort();
        using var root = new EmptyRoot(binaries);

        ProcessRun run = await root.RunAsync($"listen://127.0.0.1:{port.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy listen://127\.0\.0\.1:{port.Number}: the queue of 127\.0\.0\.1:{port.Number} is full: 1 waiting, backlog 0 \(\d+\.\d ms\)\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Waits_for_the_queue_to_empty(Edition edition)
    {
        using var port = new FullPort();
        Task<ProcessRun> waiting = binaries.RunAsync(edition, $"listen://127.0.0.1:{port.Number}", "--wait", "8s", "--interval", "50ms", "--output", "json");
        await binaries.RunAsync(edition, $"listen://127.0.0.1:{port.Number}");
        waiting.IsCompleted.Should().BeFalse();
        port.Accept();

        ProcessRun run = await waiting;

        run.ExitCode.Should().Be(0);
        run.Output.Should().StartWith($"{{\"target\":\"listen://127.0.0.1:{port.Number}\",\"healthy\":true,\"reason\":\"none\",\"detail\":\"127.0.0.1:{port.Number}: 0 waiting, backlog 0\",");
    }
}
