using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Sockets;

public sealed class UnixAnswerTests : IDisposable
{
    private const int Limit = 10_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-");

    private string SocketPath => Path.Combine(_folder.FullName, "my app.sock");

    private string Target => $"unix://{SocketPath.Replace(" ", "%20", StringComparison.Ordinal)}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_when_the_connection_is_accepted_and_hangs_up_at_once(Way way)
    {
        using Socket listener = Listening(1);

        Outcome outcome = await Question.AskAsync(way, Target);

        outcome.Should().Be(Outcome.Healthy() with { Elapsed = outcome.Elapsed });
        using Socket connection = await listener.AcceptAsync();
        (await connection.ReceiveAsync(new byte[1])).Should().Be(0, "nothing is sent");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_there_is_no_such_socket(Way way) => await AnswersAsync(way, Target, Reason.Missing, "no such socket");

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_there_is_no_such_socket_where_a_folder_is_a_file(Way way)
    {
        await File.WriteAllTextAsync(SocketPath, "");

        await AnswersAsync(way, $"{Target}/app.sock", Reason.Missing, "no such socket");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_refused_when_nobody_listens_any_more(Way way)
    {
        Listening(1).Dispose();
        if (!File.Exists(SocketPath))
        {
            await File.WriteAllTextAsync(SocketPath, "");
        }

        await AnswersAsync(way, Target, Reason.Refused, "connection refused");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_the_queue_is_full(Way way)
    {
        using Socket listener = Listening(0);
        using var queued = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await queued.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));

        await AnswersAsync(way, Target, Reason.Backlog, "its queue of connections is full");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_the_socket_is_no_stream(Way way)
    {
        using var datagrams = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        datagrams.Bind(new UnixDomainSocketEndPoint(SocketPath));

        await AnswersAsync(way, Target, Reason.Protocol, "a Unix socket of another type: only stream sockets are asked");
    }

    private static async Task AnswersAsync(Way way, string target, Reason reason, string detail)
    {
        Outcome outcome = await Question.AskAsync(way, target);

        outcome.Should().Be(Outcome.Unhealthy(reason, detail) with { Elapsed = outcome.Elapsed });
    }

    private Socket Listening(int backlog)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen(backlog);
        return listener;
    }
}
