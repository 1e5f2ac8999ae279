using System.Buffers.Binary;
using System.Net.Sockets;

namespace HealthProbe.Transport.Dns;

/// <summary>Drives one <see cref="StubResolver"/>: sends its queries, passes in what arrives, and turns it at its deadlines.</summary>
internal sealed class DnsClient(
    ResolverConfiguration configuration, NetworkTransport transport, TimeProvider time, CancellationToken cancellationToken) : IDisposable
{
    private const int MaxDatagramBytes = 4096;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly long _start = time.GetTimestamp();
    private readonly DatagramSocket?[] _sockets = new DatagramSocket?[configuration.Servers.Count];
    private readonly List<Task<Arrival>> _pending = [];

    /// <summary>Runs the lookup until there is a result.</summary>
    /// <exception cref="OperationCanceledException">The token is canceled.</exception>
    public async Task<Resolution> RunAsync(StubResolver resolver)
    {
        while (true)
        {
            IReadOnlyList<DnsQuery> queries;
            while (resolver.Result is null && (queries = resolver.TakeQueries()).Count > 0)
            {
                foreach (DnsQuery query in queries)
                {
                    await SendAsync(resolver, query).ConfigureAwait(false);
                }
            }

            if (resolver.Result is Resolution result)
            {
                return result;
            }

            await WaitAsync(resolver.Deadline - Now).ConfigureAwait(false);
            TakeArrivals(resolver);
            resolver.Advance(Now);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        foreach (DatagramSocket? socket in _sockets)
        {
            socket?.Dispose();
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private async Task WaitAsync(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
        {
            // WaitAsync instead of a second task beside those of the sockets: its timer ends with it.
            Task arrived = _pending.Count == 0 ? Task.Delay(duration, time, cancellationToken) : Task.WhenAny(_pending);
            await arrived.WaitAsync(duration, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async ValueTask SendAsync(StubResolver resolver, DnsQuery query)
    {
        if (query.IsTcp)
        {
            _pending.Add(QueryOverTcpAsync(query));
            return;
        }

        try
        {
            if (_sockets[query.Server] is null)
            {
                _sockets[query.Server] = transport.OpenDatagramSocket(configuration.Servers[query.Server]);
                _pending.Add(ReceiveAsync(query));
            }

            await _sockets[query.Server]!.SendAsync(query.Message, _stop.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            resolver.Fail(query, Now);
        }
    }

    private void TakeArrivals(StubResolver resolver)
    {
        foreach (Task<Arrival> done in _pending.FindAll(task => task.IsCompletedSuccessfully))
        {
            _pending.Remove(done);
            (DnsQuery query, byte[]? message) = done.Result;
            if (message is null)
            {
                resolver.Fail(query, Now);
                continue;
            }

            resolver.Receive(query.Server, query.IsTcp, message, Now);
            if (!query.IsTcp)
            {
                _pending.Add(ReceiveAsync(query));
            }
        }
    }

    private async Task<Arrival> ReceiveAsync(DnsQuery query)
    {
        byte[] buffer = new byte[MaxDatagramBytes];
        try
        {
            int length = await _sockets[query.Server]!.ReceiveAsync(buffer, _stop.Token).ConfigureAwait(false);
            return new Arrival(query, buffer[..length]);
        }
        catch (SocketException)
        {
            return new Arrival(query, null);
        }
    }

    // RFC 1035, section 4.2.2: two bytes with the length precede each message.
    private async Task<Arrival> QueryOverTcpAsync(DnsQuery query)
    {
        try
        {
            (Stream? stream, _) = await transport.ConnectAsync(configuration.Servers[query.Server], _stop.Token).ConfigureAwait(false);
            if (stream is null)
            {
                return new Arrival(query, null);
            }

            await using (stream.ConfigureAwait(false))
            {
                byte[] length = [(byte)(query.Message.Length >> 8), (byte)query.Message.Length];
                await stream.WriteAsync((byte[])[.. length, .. query.Message], _stop.Token).ConfigureAwait(false);
                await stream.ReadExactlyAsync(length, _stop.Token).ConfigureAwait(false);
                byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(message, _stop.Token).ConfigureAwait(false);
                return new Arrival(query, message);
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new Arrival(query, null);
        }
    }

    /// <param name="Query">The query over TCP; over UDP, the first one to that server.</param>
    /// <param name="Message">What the server sent; null if the network reported an error.</param>
    private readonly record struct Arrival(DnsQuery Query, byte[]? Message);
}
