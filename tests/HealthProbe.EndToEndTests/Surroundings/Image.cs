using HealthProbe.EndToEndTests.Running;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>
/// A container image that buildah makes and runs without a network, a daemon or a registry, in a temporary folder of its own.
/// </summary>
internal sealed class Image : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-image-");

    private Image()
    {
    }

    /// <summary>Builds it from a context that holds these files, each under its name.</summary>
    public static async Task<Image> BuildAsync(string dockerfile, params (string Name, string Path)[] files)
    {
        var image = new Image();
        string context = image._folder.CreateSubdirectory("context").FullName;
        foreach ((string name, string path) in files)
        {
            string copy = Path.Combine(context, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        string file = Path.Combine(image._folder.FullName, "Dockerfile");
        await File.WriteAllTextAsync(file, dockerfile);
        await image.MustAsync("build", "--isolation", "chroot", "--pull-never", "--format", "docker", "--tag", "probe", "--file", file, context);
        await image.MustAsync("from", "--name", "probe-container", "probe");
        return image;
    }

    /// <summary>The HEALTHCHECK that the finished image declares, as a JSON array.</summary>
    public Task<ProcessRun> HealthcheckAsync() =>
        BuildahAsync("inspect", "--type", "image", "--format", "[{{range $i, $word := .Docker.Config.Healthcheck.Test}}{{if $i}},{{end}}{{printf \"%q\" $word}}{{end}}]", "probe");

    public Task<ProcessRun> RunAsync(params string[] command) => BuildahAsync(["run", "--isolation", "chroot", "probe-container", "--", .. command]);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task MustAsync(params string[] arguments)
    {
        ProcessRun run = await BuildahAsync(arguments);
        run.ExitCode.Should().Be(0, "buildah said: {0}{1}", run.Output, run.Error);
    }

    private Task<ProcessRun> BuildahAsync(params string[] arguments) => ProcessRun.StartAsync(
        "buildah",
        ["--storage-driver", "vfs", "--root", Path.Combine(_folder.FullName, "root"), "--runroot", Path.Combine(_folder.FullName, "run"), .. arguments],
        limit: Limit);
}
