using System.Net.Sockets;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>unix:// and file://, alone, together, in both outputs, and as a user that may not.</summary>
[Collection(EndToEnd.Name)]
public sealed class PathTargetTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Stand_among_several_targets_in_json(Edition edition)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("app.sock");
        using Socket listener = Listening(path);
        using var port = new OpenPort();

        ProcessRun run = await binaries.RunAsync(
            edition, $"unix://{path}", $"listen://127.0.0.1:{port.Number}", $"file://{path}", $"file://{path}.beat", "-o", "json");

        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        run.ExitCode.Should().Be(1);
        lines.Should().HaveCount(4);
        lines[0].Should().StartWith($"{{\"target\":\"unix://{path}\",\"healthy\":true,\"reason\":\"none\",\"detail\":\"\",");
        lines[1].Should().StartWith($"{{\"target\":\"listen://127.0.0.1:{port.Number}\",\"healthy\":true,\"reason\":\"none\",");
        lines[2].Should().StartWith($"{{\"target\":\"file://{path}\",\"healthy\":true,\"reason\":\"none\",\"detail\":\"modified ");
        lines[3].Should().StartWith($"{{\"target\":\"file://{path}.beat\",\"healthy\":false,\"reason\":\"missing\",\"detail\":\"no such file\",");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Wait_until_they_are_there(Edition edition)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("app.sock");
        Task<ProcessRun> waiting = binaries.RunAsync(edition, $"unix://{path}", $"file://{path}", "--max-age", "1m", "--wait", "8s", "--interval", "50ms");
        await binaries.RunAsync(edition, $"unix://{path}");
        waiting.IsCompleted.Should().BeFalse();
        using Socket listener = Listening(path);

        ProcessRun run = await waiting;

        run.ExitCode.Should().Be(0, run.Output);
        run.Output.Should().MatchRegex($@"healthy unix://{path} after \d\.\ds").And.MatchRegex($@"healthy file://{path} after \d\.\ds");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Say_what_was_heard(Edition edition)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("app.sock");
        using Socket listener = Listening(path);
        Task answering = Task.Run(async () =>
        {
            using Socket connection = await listener.AcceptAsync();
            byte[] heard = new byte[16];
            int count = await connection.ReceiveAsync(heard);
            await connection.SendAsync((byte[])[.. "-ERR "u8, .. heard.AsSpan(0, count)]);
        });

        ProcessRun run = await binaries.RunAsync(edition, $"unix://{path}", "--send", @"PI\x4eG\r\n", "--expect", "+PONG");

        await answering;
        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex($@"^unhealthy unix://{path}: received ""-ERR PING"", not ""\+PONG"" \(\d+\.\d ms\)\n$");
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Need_no_permission_to_read_the_file()
    {
        using var root = new EmptyRoot(binaries);
        string file = Path.Combine(root.Folder, "beat");
        await File.WriteAllTextAsync(file, "");
        File.SetUnixFileMode(file, UnixFileMode.None);

        ProcessRun run = await root.RunAsNobodyAsync("file:///beat", "--max-age", "1m");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("file:///run/app.sock", "a folder of its path may not be searched by this user")]
    [InlineData("unix:///run/app.sock", "connection not permitted")]
    [InlineData("unix:///app.sock", "connection not permitted")]
    public async Task Say_that_this_user_may_not(string target, string detail)
    {
        using var root = new EmptyRoot(binaries);
        string folder = Path.Combine(root.Folder, "run");
        Directory.CreateDirectory(folder);
        using Socket inFolder = Listening(Path.Combine(folder, "app.sock"));
        using Socket inRoot = Listening(Path.Combine(root.Folder, "app.sock"));
        File.SetUnixFileMode(Path.Combine(root.Folder, "app.sock"), UnixFileMode.None);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        ProcessRun run = await root.RunAsNobodyAsync(target, "--invert", "-o", "json");

        run.ExitCode.Should().Be(1, "what was not permitted says nothing about the target");
        run.Output.Should().StartWith($"{{\"target\":\"{target}\",\"healthy\":false,\"reason\":\"denied\",\"detail\":\"{detail}\",");
    }

    private static Socket Listening(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return listener;
    }
}
