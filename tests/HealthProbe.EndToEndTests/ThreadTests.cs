using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>The command has one thread, and the runtime's finalizer is the other: a container may have no more.</summary>
[Collection(EndToEnd.Name)]
public sealed class ThreadTests(PublishedBinaries binaries)
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(600);

    [NativeTheory(Timeout = 30_000)]
    [InlineData("127.0.0.1:{full}", 2)]
    [InlineData("localhost:{full} -t 400ms", 2)]
    [InlineData("http://127.0.0.1:{silent}/", 2)]
    [InlineData("https://127.0.0.1:{tls}/ -k", 2)]
    [InlineData("http://127.0.0.1:{silent}/ https://127.0.0.1:{tls}/ 127.0.0.1:{full} listen://127.0.0.1:{full} -k", 2)]
    [InlineData("127.0.0.1:{closed} --wait 500ms -i 20ms", 2)]
    [InlineData("https://127.0.0.1:{tls}/ 127.0.0.1:{closed} -k --wait 500ms -i 20ms -t 100ms", 2)]
    [InlineData("--any http://127.0.0.1:{silent}/ 127.0.0.1:{closed} --wait 500ms", 2)]
    [InlineData("listen 127.0.0.1 0", 2)]
    [InlineData("listen :: 0", 2)]
    [InlineData("listen 127.0.0.1 0 --while listen://10.255.255.1:1 -i 20ms", 2)]
    [InlineData("listen 127.0.0.1 0 --while 127.0.0.1:{full} -i 20ms -t 100ms", 2)]
    [InlineData("listen 127.0.0.1 0 --while listen://127.0.0.1:{full} -i 20ms", 2)]
    [InlineData("file:///etc/hostname http://127.0.0.1:{silent}/", 3)]
    public async Task A_run_has_one_thread_besides_the_finalizer_and_one_more_where_something_may_block(string arguments, int threads)
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        await using var tls = new ScriptedServer(async (stream, stop) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        using var full = new FullPort();
        using var closed = new ClosedPort();
        string[] words = arguments.Replace("{full}", $"{full.Number}").Replace("{closed}", $"{closed.Number}").Replace("{silent}", $"{silent.Port}").Replace("{tls}", $"{tls.Port}").Split(' ');

        // The fast path has one thread, because no runtime has started: any variable of the program turns it off.
        using var program = new RunningProgram(new Dictionary<string, string> { ["HEALTHPROBE_X"] = "1" }, binaries.Native, words);

        (await MaxThreadsAsync(program.Id)).Should().Be(threads);
    }

    [NativeFact(Timeout = 60_000)]
    public async Task A_thousand_targets_have_one_thread_too()
    {
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));

        using var program = new RunningProgram(binaries.Native, [.. Enumerable.Range(0, 1_000).Select(i => $"http://127.0.0.1:{silent.Port}/{i}"), "-t", "2s"]);

        (await MaxThreadsAsync(program.Id)).Should().Be(2);
    }

    [NativeFact("chroot", Need.Root, Timeout = 20_000)]
    public async Task A_name_is_resolved_on_the_same_thread()
    {
        using var silent = NameServer.Silent();
        using var root = new EmptyRoot(binaries);
        root.Write("resolv.conf", $"nameserver {NameServer.Address}\n");

        using var program = new RunningProgram("chroot", root.Folder, "/healthprobe", "database.internal:80", "http://web.internal:1/", "-t", "1s");

        (await MaxThreadsAsync(program.Id)).Should().Be(2);
    }

    // The limit counts the threads of a user, so it is one that nobody else is.
    [NativeTheory("setpriv", "prlimit", Need.Root, Timeout = 20_000)]
    [InlineData("127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/ tcp://localhost:{0} listen://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/ --wait 5s -q")]
    [InlineData("file:///etc/hostname http://127.0.0.1:{0}/")]
    public async Task Answers_where_its_user_may_have_two_threads(string arguments)
    {
        await using var web = new ScriptedServer(ScriptedServer.AnswersStatus(() => 200));

        ProcessRun run = await ProcessRun.StartAsync(
            "setpriv", ["--reuid=64987", "--regid=64987", "--clear-groups", "prlimit", "--nproc=2:2", binaries.Native, .. string.Format(null, arguments, web.Port).Split(' ')]);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory("unshare", Need.Root, Timeout = 20_000)]
    [InlineData("127.0.0.1:{0} -t 8s", "TERM", 143)]
    [InlineData("127.0.0.1:{0} -t 8s", "INT", 130)]
    [InlineData("https://127.0.0.1:{0}/ -t 8s", "TERM", 143)]
    [InlineData("127.0.0.1:{0} localhost:{0} -t 8s", "INT", 130)]
    [InlineData("127.0.0.1:{0} --wait 8s -q", "TERM", 143)]
    [InlineData("listen 127.0.0.1 0", "TERM", 0)]
    [InlineData("listen 127.0.0.1 0 --while 127.0.0.1:{0} -t 8s", "INT", 0)]
    public async Task A_signal_ends_pid_1_at_once(string arguments, string signal, int exitCode)
    {
        using var full = new FullPort();

        ProcessRun run = await binaries.RunInShellAsync(
            Edition.Native,
            $"env --default-signal=INT unshare --pid --fork --kill-child \"$0\" \"$@\" & for i in $(seq 50); do child=$(pgrep -P $!) && break; sleep 0.05; done; sleep 0.3; kill -{signal} $child; wait $!",
            string.Format(null, arguments, full.Number).Split(' '));

        run.ExitCode.Should().Be(exitCode);
        run.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    // The most that were seen until the program ended or was watched long enough.
    private static async Task<int> MaxThreadsAsync(int process)
    {
        int most = 0;
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Watched && Directory.Exists($"/proc/{process}/task"))
        {
            try
            {
                most = Math.Max(most, Directory.GetDirectories($"/proc/{process}/task").Length);
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(1);
        }

        return most;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create();
        using X509Certificate2 made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
