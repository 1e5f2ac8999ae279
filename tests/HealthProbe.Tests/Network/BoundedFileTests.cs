using System.Diagnostics;
using HealthProbe.Network;

namespace HealthProbe.Tests.Network;

public sealed class BoundedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(BoundedFile.MaxBytes)]
    public void A_regular_file_is_read_to_its_end(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, content);

        Read(path, out string? error, TimeSpan.Zero).Should().Equal(content);
        error.Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, new byte[BoundedFile.MaxBytes + 1]);

        Read(path, out string? error).Should().BeNull();
        error.Should().Be("it is larger than 1 MiB");
    }

    [Theory]
    [InlineData("/dev/zero", "it is larger than 1 MiB")]
    [InlineData("/dev", "it is a directory")]
    [InlineData("/nonexistent", "there is no such file")]
    [InlineData("/dev/null/x", "there is no such file")]
    [InlineData("", "there is no such file")]
    [InlineData("a\0b", "it cannot be read")]
    public void What_is_no_file_is_told(string path, string expected)
    {
        Read(path, out string? error).Should().BeNull();
        error.Should().Be(expected);
    }

    [Fact]
    public void A_pipe_without_a_writer_ends_at_the_deadline()
    {
        long start = Stopwatch.GetTimestamp();

        Read(Pipe(), out string? error, TimeSpan.FromMilliseconds(100)).Should().BeNull();

        error.Should().Be("no end of the data within 100ms");
        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(99)).And.BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_pipe_that_is_not_closed_ends_at_the_deadline()
    {
        string pipe = Pipe();
        using var both = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        both.Write("secret"u8);
        both.Flush();

        Read(pipe, out string? error, TimeSpan.FromMilliseconds(100)).Should().BeNull();
        error.Should().Be("no end of the data within 100ms");
    }

    [Fact]
    public async Task A_pipe_is_read_until_its_writer_closes_it()
    {
        string pipe = Pipe();
        Task writing = Task.Run(async () =>
        {
            await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write);
            await writer.WriteAsync("one "u8.ToArray());
            await writer.FlushAsync();
            await writer.WriteAsync("two"u8.ToArray());
        });

        byte[]? content = Read(pipe, out string? error);
        await writing;

        content.Should().Equal("one two"u8.ToArray());
        error.Should().BeNull();
    }

    private static byte[]? Read(string path, out string? error, TimeSpan? timeout = null) =>
        BoundedFile.Read(path, new Deadline(timeout ?? TimeSpan.FromSeconds(10), TimeProvider.System), out error);

    private string Pipe()
    {
        string path = Path.Combine(_folder, "pipe");
        using Process made = Process.Start("mkfifo", path);
        made.WaitForExit();
        made.ExitCode.Should().Be(0);
        return path;
    }
}
