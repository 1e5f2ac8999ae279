using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Transport;

/// <summary>
/// Connects to several addresses: each next one when the one before failed, or after a delay. The first that accepts wins (RFC 8305,
/// section 5).
/// </summary>
/// <param name="transport">Connects to one address.</param>
/// <param name="asked">The host or the path that was given, for messages.</param>
/// <param name="endPoints">At least one.</param>
/// <param name="attempt">Learns which addresses have not answered, and measures the delay.</param>
internal sealed class HappyEyeballs(NetworkTransport transport, string asked, EndPoint[] endPoints, Attempt attempt)
{
    // A dead first address must not cost the timeout, and a live one must not see a second connection: on a local network a response
    // takes far less.
    internal static readonly TimeSpan ConnectionAttemptDelay = TimeSpan.FromMilliseconds(50);

    // A timeout may read them on another thread, so nothing is added or removed. Success: no answer so far.
    private readonly SocketError[] _errors = new SocketError[endPoints.Length];
    private readonly List<Task<Stream?>> _running = [];
    private int _started;

    /// <summary>Connects.</summary>
    /// <returns>The connection; or null and the error of each address.</returns>
    /// <exception cref="OperationCanceledException">The token is canceled. The attempt knows which addresses did not answer.</exception>
    public async ValueTask<(Stream? Stream, ConnectError? Error)> ConnectAnyAsync(CancellationToken cancellationToken)
    {
        attempt.WaitForConnection(DescribeSilence);
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (_started < endPoints.Length || _running.Count > 0)
            {
                if (_started < endPoints.Length)
                {
                    _running.Add(ConnectAsync(_started++, race.Token));
                }

                if (await FirstToEndAsync(race.Token).ConfigureAwait(false) is Task<Stream?> ended)
                {
                    _running.Remove(ended);
                    if (await ended.ConfigureAwait(false) is Stream winner)
                    {
                        attempt.WaitFor(static () => "connected, but no answer");
                        return (winner, null);
                    }
                }
            }

            return (null, Describe());
        }
        finally
        {
            // Not CancelAsync, which cancels on another thread.
            race.Cancel();
            await CloseAsync(_running).ConfigureAwait(false);
        }
    }

    private static async Task CloseAsync(List<Task<Stream?>> losers)
    {
        foreach (Task<Stream?> loser in losers)
        {
            await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (loser is { IsCompletedSuccessfully: true, Result: Stream stream })
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<Stream?> ConnectAsync(int index, CancellationToken cancellationToken)
    {
        (Stream? stream, _errors[index]) = await transport.ConnectAsync(endPoints[index], cancellationToken).ConfigureAwait(false);
        return stream;
    }

    // Null when it is time for the next address.
    private async ValueTask<Task<Stream?>?> FirstToEndAsync(CancellationToken cancellationToken)
    {
        if (_running.Find(connect => connect.IsCompleted) is Task<Stream?> ended)
        {
            return ended;
        }

        Task<Task<Stream?>> first = Task.WhenAny(_running);
        try
        {
            return _started == endPoints.Length
                ? await first.ConfigureAwait(false)
                : await first.WaitAsync(ConnectionAttemptDelay, attempt.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // An address that was not tried may be up.
    private Outcome DescribeSilence()
    {
        Outcome outcome = Describe().ToOutcome();
        return outcome with { IsGone = outcome.IsGone == true && _started == endPoints.Length };
    }

    private ConnectError.Addresses Describe() => new(
        asked,
        [.. endPoints.Take(_started).Select((endPoint, index) => new ConnectFailure(endPoint, GetError(index)))]);

    private SocketError GetError(int index) => _errors[index] == SocketError.Success ? SocketError.TimedOut : _errors[index];
}
