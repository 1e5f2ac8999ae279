using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>
/// Both native binaries as hardened containers run them, and with what an application's image may have in its environment.
/// </summary>
[Collection(EndToEnd.Name)]
public sealed class RestrictionTests(PublishedBinaries binaries)
{
    private const int NotPermitted = 1;
    private const int NotImplemented = 38;

    // x64: madvise, readlink, sysinfo, getrusage, statfs, prctl, sched_getaffinity, get_mempolicy, newfstatat, openat, set_robust_list,
    // prlimit64, getrandom, membarrier, rseq.
    private const string Dispensable = "28,89,99,98,137,157,204,239,262,257,273,302,318,324,334";
    private const string Pipe2 = "293";
    private const string Clone3 = "435";

    [NativeTheory("gcc", Timeout = 30_000)]
    [InlineData(NotPermitted, Dispensable)]
    [InlineData(NotImplemented, Dispensable)]
    [InlineData(NotPermitted, Pipe2)]
    [InlineData(NotImplemented, Clone3)]
    public async Task Answers_where_system_calls_are_refused(int error, string calls)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        using var folder = new TemporaryFolder();
        string[] denied = [$"{error}", calls, binaries.Native];
        string deny = await CompileDenyAsync(folder);

        ProcessRun healthy = await ProcessRun.StartAsync(deny, [.. denied, $"127.0.0.1:{open.Number}", $"listen://127.0.0.1:{open.Number}"]);
        ProcessRun refused = await ProcessRun.StartAsync(deny, [.. denied, $"127.0.0.1:{closed.Number}"]);

        (healthy with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        refused.ExitCode.Should().Be(1);
        refused.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{closed.Number}: connection refused \(\d+\.\d ms\)\n$");
        refused.Error.Should().BeEmpty();
    }

    [NativeTheory("gcc", Timeout = 30_000)]
    [InlineData(NotPermitted, Dispensable)]
    [InlineData(NotImplemented, Dispensable)]
    [InlineData(NotImplemented, Clone3)]
    public async Task The_sidecar_serves_where_system_calls_are_refused(int error, string calls)
    {
        using var folder = new TemporaryFolder();
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            [await CompileDenyAsync(folder), $"{error}", calls, binaries.NativeSidecar], "--no-worker-gate", "--drain", "0");

        await ServesAndEndsAsync(sidecar);
    }

    [NativeFact("chroot", "unshare", Need.Root, Timeout = 10_000)]
    public async Task Answers_from_a_root_without_proc_and_etc_that_nobody_can_write_to_as_a_user_without_a_name()
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        using var root = new EmptyRoot(binaries);
        Directory.Delete(Path.Combine(root.Folder, "etc"), recursive: true);
        string[] command =
        [
            "--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec chroot --userspec=65534:65534 \"$0\" /healthprobe \"$@\"", root.Folder,
        ];

        ProcessRun healthy = await ProcessRun.StartAsync("unshare", [.. command, $"127.0.0.1:{open.Number}", $"listen://127.0.0.1:{open.Number}"]);
        ProcessRun refused = await ProcessRun.StartAsync("unshare", [.. command, $"http://127.0.0.1:{closed.Number}/"]);

        (healthy with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        refused.ExitCode.Should().Be(1);
        refused.Output.Should().MatchRegex($@"^unhealthy http://127\.0\.0\.1:{closed.Number}/: connection refused \(\d+\.\d ms\)\n$");
    }

    [NativeTheory(Timeout = 30_000)]
    [InlineData("DOTNET_GCHeapHardLimit", "2000000")]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_gcConcurrent", "1")]
    [InlineData("DOTNET_STARTUP_HOOKS", "/no/such/hook.dll")]
    [InlineData("DOTNET_EnableDiagnostics", "1")]
    [InlineData("DOTNET_ThreadPool_ForceMinWorkerThreads", "1")]
    [InlineData("CORECLR_ENABLE_PROFILING", "1")]
    [InlineData("CORECLR_PROFILER_PATH", "/no/such/profiler.so")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Development")]
    [InlineData("URLS", "http://127.0.0.1:1")]
    [InlineData("Kestrel__Limits__MaxConcurrentConnections", "0")]
    [InlineData("LANG", "tr_TR.UTF-8")]
    [InlineData("LC_ALL", "de_DE.UTF-8")]
    [InlineData("http_proxy", "http://127.0.0.1:1")]
    [InlineData("LD_PRELOAD", "/no/such/library.so")]
    [InlineData("HEALTHPROBE_SIDECAR_SERVICE_HOST", "10.0.0.1")]
    public async Task The_sidecar_serves_whatever_the_environment_of_the_application_says(string name, string value)
    {
        await using var dependencies = new FiveDependencies();
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            ["env", $"{name}={value}", binaries.NativeSidecar], ["--no-worker-gate", "--drain", "0", .. dependencies.Arguments]);

        await sidecar.UntilAsync("/health/ready", 200);

        await ServesAndEndsAsync(sidecar);
    }

    [NativeFact("prlimit", Timeout = 30_000)]
    public async Task The_sidecar_serves_with_16_descriptors()
    {
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(["prlimit", "--nofile=16", binaries.NativeSidecar], "--no-worker-gate", "--drain", "0");

        await ServesAndEndsAsync(sidecar);
    }

    private static async Task ServesAndEndsAsync(RunningSidecar sidecar)
    {
        (await sidecar.GetAsync("/health/live")).Should().Be(200);
        (await sidecar.GetAsync("/health")).Should().Be(200);
        sidecar.Signal(RunningProgram.Terminate);
        (int exitCode, string errors, _) = await sidecar.EndAsync();
        (exitCode, errors).Should().Be((0, ""));
    }

    private static async Task<string> CompileDenyAsync(TemporaryFolder folder)
    {
        string program = folder.PathOf("deny");
        ProcessRun run = await ProcessRun.StartAsync("gcc", ["-O2", "-static", "-o", program, Repository.PathOf("tests/HealthProbe.EndToEndTests/Surroundings/deny.c")]);
        run.ExitCode.Should().Be(0, run.Error);
        return program;
    }
}
