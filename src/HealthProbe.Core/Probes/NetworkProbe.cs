using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>A probe that connects and speaks. It is written once, against <see cref="Stream"/>, and runs in two ways: see docs/decisions/0003.</summary>
public abstract class NetworkProbe : IProbe
{
    /// <summary>Asks on the calling thread, without a thread pool. Linux only.</summary>
    /// <param name="timeout">The longest that it may take: the one that <see cref="Prober"/> owns.</param>
    /// <param name="attempt">The clock that measures it, and what is waited for.</param>
    /// <returns>The outcome, without its elapsed time.</returns>
    public virtual Outcome Check(TimeSpan timeout, Attempt attempt)
    {
        ValueTask<Outcome> asked = AnswerAsync(new BlockingDialer(new Deadline(timeout, attempt.Time)), attempt, CancellationToken.None);
        return asked.IsCompleted ? asked.Result : asked.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Asks asynchronously.</summary>
    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) =>
        AnswerAsync(SocketDialer.Instance, attempt, cancellationToken);

    /// <summary>Connects and asks. What it throws for a peer that is slow, gone or talking nonsense becomes an outcome.</summary>
    private protected abstract ValueTask<Outcome> AskAsync(Dialer dialer, Attempt attempt, CancellationToken cancellationToken);

    private async ValueTask<Outcome> AnswerAsync(Dialer dialer, Attempt attempt, CancellationToken cancellationToken)
    {
        attempt.WaitFor(static () => "no answer");
        try
        {
            return await AskAsync(dialer, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException e)
        {
            return Outcome.Unhealthy(Reason.Protocol, e.Message);
        }
        catch (EndOfStreamException)
        {
            return Outcome.Unhealthy(Reason.Closed, "connection closed before the answer was complete");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return Outcome.Unhealthy(Reason.Closed, "connection reset before the answer was complete");
        }
    }
}
