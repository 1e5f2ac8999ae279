using HealthProbe.Probes;

namespace HealthProbe;

/// <summary>Runs one probe under a timeout, and is the only thing that owns one. The timeout is total: lookup, connection, TLS, question and answer.</summary>
/// <param name="timeProvider">The clock; the system's when null.</param>
public sealed class Prober(TimeProvider? timeProvider = null)
{
    /// <summary>The timeout when none is given: one second.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    // What a probe that was cut short gets to say what it was waiting for. One that does not return even then is left behind.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(50);

    /// <summary>A healthy answer slower than this is unhealthy, with <see cref="Reason.Slow"/>; null for no such limit.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>Turn healthy and unhealthy round, to wait for something to go away. See <see cref="Outcome.Inverted"/>.</summary>
    public bool Invert { get; init; }

    /// <summary>Lets so many attempts run at a time, so that many targets work under a limit of descriptors; waiting for a place counts towards no timeout.</summary>
    internal SemaphoreSlim? Places { get; init; }

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Asks once, on the calling thread where the probe can.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="timeout">The longest that it may take; more than zero.</param>
    /// <returns>The outcome with its elapsed time; <see cref="Reason.Timeout"/> when there was no answer in time.</returns>
    public Outcome Probe(IProbe probe, TimeSpan timeout)
    {
        if (probe is not NetworkProbe network || !OperatingSystem.IsLinux())
        {
            return ProbeAsync(probe, timeout, CancellationToken.None).GetAwaiter().GetResult();
        }

        long start = _time.GetTimestamp();
        return Judged(network.Check(timeout, _time), start, timeout);
    }

    /// <summary>Asks once.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="timeout">The longest that it may take; more than zero.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The outcome with its elapsed time; <see cref="Reason.Timeout"/> when there was no answer in time.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: never because of the timeout.</exception>
    public async Task<Outcome> ProbeAsync(IProbe probe, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (Places is null)
        {
            return await ProbeNowAsync(probe, timeout, cancellationToken).ConfigureAwait(false);
        }

        await Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ProbeNowAsync(probe, timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Places.Release();
        }
    }

    private async Task<Outcome> ProbeNowAsync(IProbe probe, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        using var timer = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Outcome outcome;
        try
        {
            outcome = await probe.CheckAsync(either.Token).AsTask().WaitAsync(timeout + LastWords, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsTimeout(e) && !cancellationToken.IsCancellationRequested)
        {
            outcome = NoAnswer;
        }
        catch (OperationCanceledException)
        {
            // The wait may hear of it before the probe does, which would then be left behind for ever.
            await either.CancelAsync().ConfigureAwait(false);
            throw;
        }

        if (!outcome.IsHealthy)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        else if (timer.IsCancellationRequested)
        {
            outcome = NoAnswer;
        }

        return Judged(outcome, start, timeout);

        bool IsTimeout(Exception e) => e is TimeoutException || (e is OperationCanceledException && timer.IsCancellationRequested);
    }

    private static Outcome NoAnswer => Outcome.Unhealthy(Reason.Timeout, "no answer");

    private Outcome Judged(Outcome outcome, long start, TimeSpan timeout)
    {
        TimeSpan elapsed = _time.GetElapsedTime(start);
        if (outcome.Reason == Reason.Timeout)
        {
            outcome = Outcome.Unhealthy(Reason.Timeout, $"{outcome.Detail} within {Duration.Format(timeout)}");
        }
        else if (outcome.IsHealthy && elapsed > MaxLatency)
        {
            outcome = Outcome.Unhealthy(Reason.Slow, $"healthy, but slower than {Duration.Format(MaxLatency.Value)}");
        }

        return (Invert ? outcome.Inverted() : outcome) with { Elapsed = elapsed };
    }
}
