using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HealthProbe.Transport;

namespace HealthProbe.IntegrationTests.Transport;

/// <summary>What every transport does, whichever it is.</summary>
public sealed class ConformanceTests : IDisposable
{
    private const int Limit = 30_000;
    private const int LargerThanBuffers = 8 * 1024 * 1024;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public ConformanceTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    public void Dispose() => _server.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Both_directions_carry_bytes_and_close_is_the_end_for_the_peer(Way way)
    {
        Task<string> client = WithConnectionAsync(way, async stream =>
        {
            await stream.WriteAsync("ping"u8.ToArray()).ConfigureAwait(false);
            return await ReadTextAsync(stream).ConfigureAwait(false);
        });
        using Socket peer = await _server.AcceptSocketAsync();

        (await ReceiveTextAsync(peer, 4)).Should().Be("ping");
        await peer.SendAsync("pong"u8.ToArray());
        (await client).Should().Be("pong");
        (await peer.ReceiveAsync(new byte[1])).Should().Be(0);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Refused_connection_is_an_error_and_not_an_exception(Way way)
    {
        using var closed = new ClosedPort(IPAddress.Loopback);

        ConnectError? error = await Question.RunAsync(way, async (transport, time) =>
            (await transport.ConnectAsync("127.0.0.1", closed.Port, new Attempt(time), CancellationToken.None).ConfigureAwait(false)).Error);

        error!.ToOutcome().Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Connect_that_is_not_answered_ends_with_its_token_and_the_attempt_knows_why(Way way)
    {
        using var silent = new SilentServer(IPAddress.Loopback);

        string missing = await Question.RunAsync(way, async (transport, time) =>
        {
            var attempt = new Attempt(time);
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), time);
            try
            {
                await transport.ConnectAsync("127.0.0.1", silent.Port, attempt, timeout.Token).ConfigureAwait(false);
                return "connected";
            }
            catch (OperationCanceledException)
            {
                return attempt.DescribeMissing().Detail;
            }
        });

        missing.Should().Be("no answer");
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Address_that_does_not_answer_costs_the_connection_attempt_delay_and_no_more(Way way)
    {
        (SilentServer silent, AcceptingServer server) = BothLoopbacks.Open(a => new SilentServer(a), (a, p) => new AcceptingServer(a, p), s => s.Port);
        using (silent)
        await using (server)
        {
            TimeSpan elapsed = await Question.RunAsync(way, async (transport, time) =>
            {
                var attempt = new Attempt(time);
                (Stream? stream, ConnectError? error) = await transport.ConnectAsync("localhost", silent.Port, attempt, CancellationToken.None).ConfigureAwait(false);
                await stream!.DisposeAsync().ConfigureAwait(false);
                return attempt.Elapsed;
            });

            elapsed.Should().BeGreaterThanOrEqualTo(HappyEyeballs.ConnectionAttemptDelay).And.BeLessThan(TimeSpan.FromSeconds(2));
        }
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Timeout_names_the_address_that_refused_and_the_one_that_did_not_answer(Way way)
    {
        (ClosedPort closed, SilentServer silent) = BothLoopbacks.Open(a => new ClosedPort(a), (a, p) => new SilentServer(a, p), p => p.Port);
        using (closed)
        using (silent)
        {
            Outcome outcome = await Question.AskAsync(way, $"localhost:{closed.Port}", TimeSpan.FromMilliseconds(200));

            outcome.Should().Be(Outcome.Unhealthy(Reason.Timeout, "connection refused by 127.0.0.1; no answer from ::1 within 200ms") with { Elapsed = outcome.Elapsed });
        }
    }

    [IPv6Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "0.0.0.0")]
    [InlineData(Way.Asynchronously, "0.0.0.0")]
    [InlineData(Way.OnTheCallingThread, "[::]")]
    [InlineData(Way.Asynchronously, "[::]")]
    [InlineData(Way.OnTheCallingThread, "")]
    [InlineData(Way.Asynchronously, "")]
    public async Task Wildcard_and_missing_host_are_both_loopback_addresses(Way way, string host)
    {
        (ClosedPort closed, AcceptingServer server) = BothLoopbacks.Open(a => new ClosedPort(a), (a, p) => new AcceptingServer(a, p), p => p.Port);
        using (closed)
        await using (server)
        {
            (await Question.AskAsync(way, $"{host}:{server.Port}")).Reason.Should().Be(Reason.None);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Read_returns_what_is_there_and_keeps_the_rest(Way way)
    {
        Task<string> client = WithConnectionAsync(way, async stream =>
        {
            byte[] three = new byte[3];
            var parts = new List<string>();
            while (await stream.ReadAsync(three).ConfigureAwait(false) is > 0 and int count)
            {
                parts.Add(Encoding.ASCII.GetString(three, 0, count));
            }

            return string.Join('|', parts);
        });
        using Socket peer = await _server.AcceptSocketAsync();
        await peer.SendAsync("abcdef"u8.ToArray());
        peer.Shutdown(SocketShutdown.Send);

        (await client).Should().Be("abc|def");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Write_larger_than_the_buffers_arrives_whole_at_a_slow_reader(Way way)
    {
        byte[] sent = new byte[LargerThanBuffers];
        RandomNumberGenerator.Fill(sent);
        Task<string> client = WithConnectionAsync(way, async stream =>
        {
            await stream.WriteAsync(sent).ConfigureAwait(false);
            return "sent";
        });
        using Socket peer = await _server.AcceptSocketAsync();
        byte[] received = new byte[LargerThanBuffers];
        int length = 0;
        while (await peer.ReceiveAsync(received.AsMemory(length)) is > 0 and int count)
        {
            length += count;
        }

        (await client).Should().Be("sent");
        length.Should().Be(LargerThanBuffers);
        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Peer_that_closes_its_sending_side_still_receives(Way way)
    {
        Task<string> client = WithConnectionAsync(way, async stream =>
        {
            int atEnd = await stream.ReadAsync(new byte[1]).ConfigureAwait(false);
            await stream.WriteAsync("late"u8.ToArray()).ConfigureAwait(false);
            return $"{atEnd}";
        });
        using Socket peer = await _server.AcceptSocketAsync();
        peer.Shutdown(SocketShutdown.Send);

        (await ReceiveTextAsync(peer, 4)).Should().Be("late");
        (await client).Should().Be("0");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Reset_is_an_exception_of_the_read(Way way)
    {
        Task<string> client = WithConnectionAsync(way, async stream =>
        {
            await stream.WriteAsync("ready"u8.ToArray()).ConfigureAwait(false);
            try
            {
                return $"{await stream.ReadAsync(new byte[1]).ConfigureAwait(false)} bytes";
            }
            catch (IOException e)
            {
                return $"{(e.InnerException as SocketException)?.SocketErrorCode}";
            }
        });
        using (Socket peer = await _server.AcceptSocketAsync())
        {
            await ReceiveTextAsync(peer, 5);
            peer.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        (await client).Should().Be("ConnectionReset");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Canceled_read_leaves_the_connection_as_it_was(Way way)
    {
        using var isCanceled = new SemaphoreSlim(0);
        Task<string> client = Question.RunAsync(way, async (transport, time) =>
        {
            (Stream? stream, _) = await transport.ConnectAsync("127.0.0.1", Port, new Attempt(time), CancellationToken.None).ConfigureAwait(false);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20), time);
            string text = "";
            try
            {
                await stream!.ReadAsync(new byte[1], soon.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                text = "canceled, then ";
                isCanceled.Release();
            }

            text += await ReadTextAsync(stream!).ConfigureAwait(false);
            await stream!.DisposeAsync().ConfigureAwait(false);
            return text;
        });
        using Socket peer = await _server.AcceptSocketAsync();
        await isCanceled.WaitAsync();
        await peer.SendAsync("here"u8.ToArray());

        (await client).Should().Be("canceled, then here");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Close_with_bytes_that_were_not_read_is_no_reset(Way way)
    {
        using var hasGreeted = new ManualResetEventSlim();
        Task<string> client = WithConnectionAsync(way, stream =>
        {
            hasGreeted.Wait();
            return Task.FromResult("closes");
        });
        using Socket peer = await _server.AcceptSocketAsync();
        await peer.SendAsync("220 ready\r\n"u8.ToArray());
        hasGreeted.Set();

        (await client).Should().Be("closes");
        (await peer.ReceiveAsync(new byte[1])).Should().Be(0);
        HangUpTests.IsReset(peer).Should().BeFalse();
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Peer_that_never_stops_sending_does_not_stop_the_clock(Way way)
    {
        using var stop = new CancellationTokenSource();
        Task<string> client = Question.RunAsync(way, async (transport, time) =>
        {
            (Stream? stream, _) = await transport.ConnectAsync("127.0.0.1", Port, new Attempt(time), CancellationToken.None).ConfigureAwait(false);
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), time);
            byte[] buffer = new byte[4096];
            try
            {
                while (true)
                {
                    await stream!.ReadAsync(buffer, timeout.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                await stream!.DisposeAsync().ConfigureAwait(false);
                return "timeout";
            }
        });
        using Socket peer = await _server.AcceptSocketAsync();
        byte[] many = new byte[64 * 1024];
        Task sending = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await peer.SendAsync(many, stop.Token);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
            }
        });

        (await client).Should().Be("timeout");
        await stop.CancelAsync();
        await sending;
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Listening_socket_refuses_until_it_listens_then_accepts_and_closes_its_sending_side(Way way)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> server = Question.RunAsync(way, async (transport, _) =>
        {
            using ListenSocket socket = transport.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            using (var early = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                early.Invoking(e => e.Connect(socket.EndPoint)).Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
            }

            socket.Listen(16);
            port.SetResult(socket.EndPoint.Port);
            Stream accepted = await socket.AcceptAsync(CancellationToken.None).ConfigureAwait(false);
            string text = await ReadTextAsync(accepted).ConfigureAwait(false);
            await accepted.DisposeAsync().ConfigureAwait(false);
            return text;
        });
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, await port.Task);

        (await client.ReceiveAsync(new byte[1])).Should().Be(0);
        await client.SendAsync("hello"u8.ToArray());
        (await server).Should().Be("hello");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Address_of_a_listening_socket_cannot_be_bound_to_again_while_it_is_held(Way way)
    {
        string error = await Question.RunAsync(way, (transport, _) =>
        {
            using ListenSocket first = transport.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                using ListenSocket second = transport.Bind(first.EndPoint);
                return Task.FromResult("bound");
            }
            catch (SocketException e)
            {
                return Task.FromResult($"{e.SocketErrorCode}");
            }
        });

        error.Should().Be("AddressAlreadyInUse");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Datagrams_arrive_one_by_one_and_from_the_peer_only(Way way)
    {
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Task<string> client = Question.RunAsync(way, async (transport, _) =>
        {
            using DatagramSocket socket = transport.OpenDatagramSocket((IPEndPoint)peer.LocalEndPoint!);
            await socket.SendAsync("where"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
            byte[] buffer = new byte[64];
            int first = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            string text = Encoding.ASCII.GetString(buffer, 0, first);
            int second = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            return $"{text}|{Encoding.ASCII.GetString(buffer, 0, second)}";
        });
        byte[] received = new byte[64];
        SocketReceiveFromResult question = await peer.ReceiveFromAsync(received, new IPEndPoint(IPAddress.Any, 0));
        await stranger.SendToAsync("forged"u8.ToArray(), question.RemoteEndPoint);
        await peer.SendToAsync("here"u8.ToArray(), question.RemoteEndPoint);
        await peer.SendToAsync("there"u8.ToArray(), question.RemoteEndPoint);

        (await client).Should().Be("here|there");
        Encoding.ASCII.GetString(received, 0, question.ReceivedBytes).Should().Be("where");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Datagram_to_a_closed_port_is_an_exception_of_the_receive(Way way)
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var endPoint = (IPEndPoint)closed.LocalEndPoint!;
        closed.Dispose();

        string error = await Question.RunAsync(way, async (transport, _) =>
        {
            using DatagramSocket socket = transport.OpenDatagramSocket(endPoint);
            await socket.SendAsync("where"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
            try
            {
                return $"{await socket.ReceiveAsync(new byte[64], CancellationToken.None).ConfigureAwait(false)} bytes";
            }
            catch (SocketException e)
            {
                return $"{e.SocketErrorCode}";
            }
        });

        error.Should().Be("ConnectionRefused");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Blocking_work_returns_its_value_or_its_exception(Way way)
    {
        string text = await Question.RunAsync(way, async (transport, time) =>
        {
            int value = await transport.RunBlockingAsync(() => 42, CancellationToken.None).ConfigureAwait(false);
            try
            {
                return await transport.RunBlockingAsync<string>(() => throw new IOException("no disk"), CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                return $"{value}, {e.Message}";
            }
        });

        text.Should().Be("42, no disk");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Blocking_work_that_hangs_is_left_behind_and_holds_up_no_other(Way way)
    {
        using var release = new ManualResetEventSlim();

        string text = await Question.RunAsync(way, async (transport, time) =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), time);
            Task<bool> hung = transport.RunBlockingAsync(() => release.Wait(Limit), timeout.Token);
            int value = await transport.RunBlockingAsync(() => 42, timeout.Token).ConfigureAwait(false);
            try
            {
                return $"{await hung.ConfigureAwait(false)}";
            }
            catch (OperationCanceledException)
            {
                return $"{value}, then canceled";
            }
        });
        release.Set();

        text.Should().Be("42, then canceled");
    }

    private static async Task<string> ReadTextAsync(Stream stream)
    {
        byte[] buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer).ConfigureAwait(false));
    }

    private static async Task<string> ReceiveTextAsync(Socket peer, int length)
    {
        byte[] buffer = new byte[length];
        for (int received = 0; received < length;)
        {
            received += await peer.ReceiveAsync(buffer.AsMemory(received)) is > 0 and int count ? count : throw new EndOfStreamException();
        }

        return Encoding.ASCII.GetString(buffer);
    }

    private Task<string> WithConnectionAsync(Way way, Func<Stream, Task<string>> action) => Question.RunAsync(
        way, async (transport, time) =>
    {
        (Stream? stream, ConnectError? error) = await transport.ConnectAsync("127.0.0.1", Port, new Attempt(time), CancellationToken.None).ConfigureAwait(false);
        if (stream is null)
        {
            return error!.ToOutcome().Detail;
        }

        string result = await action(stream).ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        return result;
    });
}
