using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class TimeoutTests(PublishedBinaries binaries)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1.15);

    [NativeFact(Timeout = 10_000)]
    public async Task Gives_up_after_a_second_when_the_handshake_is_never_answered()
    {
        using var port = new FullPort();

        ProcessRun run = await UndisturbedAsync(() => binaries.RunAsync(Edition.Native, "127.0.0.1", $"{port.Number}"));

        run.ExitCode.Should().Be(1);
        run.Output.Should().Be($"unhealthy tcp://127.0.0.1:{port.Number}: no answer within 1s (1.0 s)\n");
        run.Error.Should().BeEmpty();
        run.Elapsed.Should().BeGreaterThanOrEqualTo(OneSecond).And.BeLessThan(AtMost);
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Gives_up_when_it_was_told_to(Edition edition)
    {
        using var port = new FullPort();

        ProcessRun run = await binaries.RunAsync(edition, "-t", "300ms", "127.0.0.1", $"{port.Number}");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{port.Number}: no answer within 300ms \([3-6]\d\d\.\d ms\)\n$");
        run.Error.Should().BeEmpty();
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Gives_up_after_a_second_when_the_resolver_never_answers()
    {
        using var resolver = NameServer.Silent();
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");

        ProcessRun run = await UndisturbedAsync(() => root.RunAsync("some.name", "80"));

        run.ExitCode.Should().Be(1);
        run.Output.Should().Be($"unhealthy tcp://some.name:80: no response from name server {NameServer.Address} for some.name within 1s (1.0 s)\n");
        run.Error.Should().BeEmpty();
        run.Elapsed.Should().BeGreaterThanOrEqualTo(OneSecond).And.BeLessThan(AtMost);
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task A_name_that_no_resolver_answers_for_is_not_gone()
    {
        using var resolver = NameServer.Silent();
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");

        ProcessRun run = await root.RunAsync("nosuch.invalid", "80", "--invert", "-t", "200ms");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            @"^unhealthy tcp://nosuch\.invalid:80: no response from name server 127\.77\.0\.1 for nosuch\.invalid within 200ms \(\d+\.\d ms\)\n$");
    }

    [NativeTheory(Timeout = 10_000), InlineData("TERM", 143), InlineData("INT", 130)]
    public async Task A_signal_ends_it_at_once(string signal, int exitCode)
    {
        using var port = new FullPort();

        ProcessRun run = await binaries.RunInShellAsync(
            Edition.Native, $"set -m; \"$0\" \"$@\" & until grep -q healthprobe /proc/$!/comm; do :; done; kill -{signal} $!; wait $!", "-t", "5s", "127.0.0.1", $"{port.Number}");

        run.ExitCode.Should().Be(exitCode);
        run.Output.Should().BeEmpty();
        run.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    // A busy machine may hold up any one run; it does not hold up three in a row by chance.
    private static async Task<ProcessRun> UndisturbedAsync(Func<Task<ProcessRun>> start)
    {
        ProcessRun run = await start();
        for (int again = 0; again < 2 && run.Elapsed >= AtMost; again++)
        {
            run = await start();
        }

        return run;
    }
}
