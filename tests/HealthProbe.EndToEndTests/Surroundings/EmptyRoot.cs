using HealthProbe.EndToEndTests.Running;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>
/// A root directory with nothing in it but the native binaries and the files of /etc that a container gets, as an image FROM scratch has.
/// </summary>
internal sealed class EmptyRoot : IDisposable
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-root-");

    public EmptyRoot(PublishedBinaries binaries)
    {
        File.Copy(binaries.Native, PathOf("healthprobe"));
        File.Copy(binaries.NativeSidecar, PathOf("healthprobe-sidecar"));
        File.SetUnixFileMode(_folder.FullName, Everyone);
        Directory.CreateDirectory(PathOf("etc"));
        Write("hosts", "127.0.0.1 localhost web.internal\n");
    }

    public string Folder => _folder.FullName;

    /// <summary>Writes a file of /etc.</summary>
    public void Write(string file, string text)
    {
        string path = PathOf(Path.Combine("etc", file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task<ProcessRun> RunAsync(params string[] arguments) => RunAsync([], ["/healthprobe", .. arguments]);

    public Task<ProcessRun> RunAsync(Dictionary<string, string> variables, IReadOnlyList<string> command) =>
        ProcessRun.StartAsync("chroot", [_folder.FullName, .. command], variables);

    /// <summary>As a user that owns nothing, without a variable.</summary>
    public Task<ProcessRun> RunAsNobodyAsync(params string[] arguments) =>
        ProcessRun.StartAsync("env", ["-i", "/usr/sbin/chroot", "--userspec=65532:65532", _folder.FullName, "/healthprobe", .. arguments]);

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
