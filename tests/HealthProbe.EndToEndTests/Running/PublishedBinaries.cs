namespace HealthProbe.EndToEndTests.Running;

/// <summary>
/// Makes the binaries once in a test run, as a user makes them; or takes them from the folder that HEALTHPROBE_BINARIES names.
/// </summary>
public sealed class PublishedBinaries : IAsyncLifetime
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(5);

    // Build servers would outlive the tests, and keep the pipes of their output open.
    private static readonly Dictionary<string, string> NoServers = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
    };

    private static readonly string? GivenFolder = Environment.GetEnvironmentVariable("HEALTHPROBE_BINARIES");
    private readonly string _folder = Path.GetFullPath(string.IsNullOrEmpty(GivenFolder) ? "artifacts/end-to-end" : GivenFolder, Repository.Root);

    public static bool AreGiven => !string.IsNullOrEmpty(GivenFolder);

    public string Native => PathOf(Edition.Native);

    public string NativeSidecar => PathOfSidecar(Edition.Native);

    public async Task InitializeAsync()
    {
        if (AreGiven)
        {
            return;
        }

        if (Need.FirstMissing([Need.NativeBinary]) is null)
        {
            await PublishAsync(Repository.PathOf("publish.sh"), _folder);
        }

        // Its own build folder: the tests of other projects may be running from the usual one.
        foreach (string project in (string[])["src/HealthProbe.Cli", "src/HealthProbe.Sidecar"])
        {
            await PublishAsync(
                "dotnet", "publish", project, "-c", "Release",
                "--artifacts-path", "artifacts/build-single-file", "-o", Path.Combine(_folder, "single-file"));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public Task<ProcessRun> RunAsync(Edition edition, params string[] arguments) => ProcessRun.StartAsync(PathOf(edition), arguments);

    public Task<ProcessRun> RunAsync(Edition edition, Dictionary<string, string> variables, params string[] arguments) =>
        ProcessRun.StartAsync(PathOf(edition), arguments, variables);

    /// <summary>
    /// Runs it as a shell does: <paramref name="script"/> says <c>"$0"</c> for the binary and <c>"$@"</c> for the arguments.
    /// </summary>
    public Task<ProcessRun> RunInShellAsync(Edition edition, string script, params string[] arguments) =>
        ProcessRun.StartAsync("bash", ["-c", script, PathOf(edition), .. arguments]);

    public string PathOf(Edition edition) => PathOf(edition, "healthprobe");

    public string PathOfSidecar(Edition edition) => PathOf(edition, "healthprobe-sidecar");

    private string PathOf(Edition edition, string program)
    {
        string path = Path.Combine(_folder, edition == Edition.Native ? "" : "single-file", program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"there is no {path}");
    }

    private static async Task PublishAsync(string program, params string[] arguments)
    {
        ProcessRun run = await ProcessRun.StartAsync(program, arguments, NoServers, Repository.Root, limit: PublishLimit);
        run.ExitCode.Should().Be(0, "{0} must publish, and said: {1}{2}", program, run.Output, run.Error);
    }
}
