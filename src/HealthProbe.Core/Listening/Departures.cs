namespace HealthProbe.Listening;

/// <summary>
/// Accepted connections on their way out: the end of ours is sent at once, then what the client sends is read and thrown away until it
/// closes too.
/// Closing over bytes that nobody read would reset the connection, and a client that spoke first would see an error.
/// </summary>
internal sealed class Departures(TimeProvider time)
{
    /// <summary>The most that are waited for; one more, and the oldest is closed.</summary>
    internal const int MostWaitedFor = 128;

    private const int MostBytes = 65_536;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly LinkedList<Stream> _waitedFor = new();
    private bool _isClosed;

    // One for all: what is written there is never read.
    private readonly byte[] _discarded = new byte[4096];

    public void Begin(Stream client)
    {
        Stream? oldest = null;
        lock (_waitedFor)
        {
            if (_isClosed || _waitedFor.Count == MostWaitedFor)
            {
                oldest = _isClosed ? client : _waitedFor.First!.Value;
                _waitedFor.Remove(oldest);
            }

            if (!_isClosed)
            {
                _waitedFor.AddLast(client);
            }
        }

        oldest?.Dispose();
        if (oldest != client)
        {
            _ = SeeOffAsync(client);
        }
    }

    /// <summary>Waits no longer, for those who are here and those who come.</summary>
    public void Close()
    {
        List<Stream> left;
        lock (_waitedFor)
        {
            _isClosed = true;
            left = [.. _waitedFor];
            _waitedFor.Clear();
        }

        left.ForEach(client => client.Dispose());
    }

    private async Task SeeOffAsync(Stream client)
    {
        using var longest = new CancellationTokenSource(LongestWait, time);
        try
        {
            int received = -1;
            for (int total = 0; total < MostBytes && received != 0; total += received)
            {
                received = await client.ReadAsync(_discarded, longest.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It is gone, or stayed too long: there is nobody left to be polite to.
        }

        lock (_waitedFor)
        {
            _waitedFor.Remove(client);
        }

        await client.DisposeAsync().ConfigureAwait(false);
    }
}
