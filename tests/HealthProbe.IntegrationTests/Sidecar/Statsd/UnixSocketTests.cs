using System.Net.Sockets;
using System.Runtime.Versioning;
using HealthProbe.Sidecar;

namespace HealthProbe.IntegrationTests.Sidecar.Statsd;

[SupportedOSPlatform("linux")]
public sealed class UnixSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-statsd-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "statsd.sock");

    private string Url => $"unix://{Path}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task Hears_what_is_sent_to_the_path_and_removes_it_at_the_end()
    {
        await using (var hearing = new Hearing(Url))
        {
            Hearing.Send(new UnixDomainSocketEndPoint(Path), "svc.gunicorn.workers:3|g|#env:prod");

            await hearing.UntilItHearsAsync(3);
            hearing.Port.Should().Be(0);
            hearing.Count.Counters.Dropped.Should().Be(0);
        }

        File.Exists(Path).Should().BeFalse();
    }

    [Fact(Timeout = 30_000)]
    public async Task Hears_and_ends_without_the_calls_of_Linux()
    {
        await using (Hearing hearing = Hearing.Portably(Url))
        {
            Hearing.Send(new UnixDomainSocketEndPoint(Path), "workers:3|g");
            await hearing.UntilItHearsAsync(3);
        }

        File.Exists(Path).Should().BeFalse();
    }

    [Fact(Timeout = 30_000)]
    public async Task Lets_every_user_send()
    {
        await using var hearing = new Hearing(Url);

        Convert.ToString((int)File.GetUnixFileMode(Path), 8).Should().Be("666");
    }

    [Fact(Timeout = 30_000)]
    public async Task Takes_the_place_of_a_socket_that_nobody_listens_at()
    {
        string elsewhere = Path + ".old";
        using (var old = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            old.Bind(new UnixDomainSocketEndPoint(elsewhere));
            File.Move(elsewhere, Path);
        }

        File.Exists(Path).Should().BeTrue();

        await using var hearing = new Hearing(Url);
        Hearing.Send(new UnixDomainSocketEndPoint(Path), "workers:2|g");
        await hearing.UntilItHearsAsync(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task Refuses_a_path_where_somebody_listens_and_leaves_them_be()
    {
        await using var hearing = new Hearing(Url);

        ShouldRefuse(Url, "somebody listens there: stop it or write another --statsd-host");
        Hearing.Send(new UnixDomainSocketEndPoint(Path), "workers:2|g");
        await hearing.UntilItHearsAsync(2);
    }

    [Fact(Timeout = 30_000)]
    public Task Refuses_a_path_where_a_stream_socket_listens()
    {
        using var stream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stream.Bind(new UnixDomainSocketEndPoint(Path));
        stream.Listen();

        ShouldRefuse(Url, "somebody listens there: stop it or write another --statsd-host");
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Refuses_to_replace_a_file_that_is_no_socket()
    {
        File.WriteAllText(Path, "precious");

        ShouldRefuse(Url, "that file is no socket: remove it or write another path");
        File.ReadAllText(Path).Should().Be("precious");
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Refuses_to_replace_a_link()
    {
        File.CreateSymbolicLink(Path, "/nowhere");

        ShouldRefuse(Url, "that file is no socket: remove it or write another path");
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Says_what_is_wrong_with_a_path()
    {
        ShouldRefuse($"unix://{_folder.FullName}/none/statsd.sock", "there is no such folder: make it or write another path");
        ShouldRefuse("unix://statsd.sock", "that is no absolute path of a file: write unix:///path");
        ShouldRefuse("unix:///", "that is no absolute path of a file: write unix:///path");
        ShouldRefuse($"unix:///tmp/{new string('x', 103)}", "a path of a socket has at most 107 bytes: write a shorter one");
        return Task.CompletedTask;
    }

    private static void ShouldRefuse(string url, string why)
    {
        Action start = () => _ = new Hearing(url);

        start.Should().Throw<StartException>().WithMessage($"statsd {url}: {why}");
    }
}
