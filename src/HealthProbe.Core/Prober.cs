using HealthProbe.Transport;

namespace HealthProbe;

/// <summary>
/// Runs one probe under a timeout, and is the only thing that owns one. The timeout is total: lookup, connection, TLS, question and answer.
/// </summary>
/// <param name="timeProvider">The clock; the system's when null.</param>
public sealed class Prober(TimeProvider? timeProvider = null)
{
    /// <summary>The timeout when none is given: one second.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A healthy answer slower than this is unhealthy, with <see cref="Reason.Slow"/>; null for no such limit.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>Turn healthy and unhealthy round, to wait for something to go away. See <see cref="Outcome.Inverted"/>.</summary>
    public bool Invert { get; init; }

    /// <summary>The clock's timestamp when something else began the attempt; null if the prober begins it.</summary>
    internal long? StartedAt { get; init; }

    /// <summary>
    /// Lets so many attempts run at a time, so that many targets work under a limit of descriptors; waiting for it counts towards no
    /// timeout.
    /// </summary>
    internal ConcurrencyLimit? ConcurrencyLimit { get; init; }

    private static readonly TimeSpan MinRemaining = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Asks once, and blocks the calling thread meanwhile.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="timeout">The longest that it may take; more than zero.</param>
    /// <returns>The outcome with its elapsed time; <see cref="Reason.Timeout"/> when there was no answer in time.</returns>
    public Outcome Probe(IProbe probe, TimeSpan timeout) => ProbeAsync(probe, timeout, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Asks once.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="timeout">The longest that it may take; more than zero.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The outcome with its elapsed time; <see cref="Reason.Timeout"/> when there was no answer in time.</returns>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled: never because of the timeout.
    /// </exception>
    public Task<Outcome> ProbeAsync(IProbe probe, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return ProbeAsync(probe, timeout, isCut: false, cancellationToken);
    }

    /// <summary>Probes once. An attempt that had less time than its timeout shows nothing by a timeout, so that is not inverted.</summary>
    internal async Task<Outcome> ProbeAsync(IProbe probe, TimeSpan timeout, bool isCut, CancellationToken cancellationToken)
    {
        if (ConcurrencyLimit is null)
        {
            return await ProbeNowAsync(probe, timeout, isCut, cancellationToken).ConfigureAwait(false);
        }

        await ConcurrencyLimit.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ProbeNowAsync(probe, timeout, isCut, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ConcurrencyLimit.Leave();
        }
    }

    private async Task<Outcome> ProbeNowAsync(IProbe probe, TimeSpan timeout, bool isCut, CancellationToken cancellationToken)
    {
        Attempt attempt = StartedAt is long start ? new Attempt(_time, start) { Timeout = timeout } : new Attempt(_time) { Timeout = timeout };
        TimeSpan remaining = timeout - attempt.Elapsed;

        // An attempt that is over when it is continued still publishes what it waited for: a source without a delay is canceled at once.
        using var timer = new CancellationTokenSource(remaining > MinRemaining ? remaining : MinRemaining, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Outcome? outcome = null;
        try
        {
            // A probe that does not return when its token is canceled is left behind.
            Task<Outcome> check = probe.NeverBlocks
                ? probe.CheckAsync(attempt, either.Token).AsTask()
                : Task.Run(() => probe.CheckAsync(attempt, either.Token).AsTask(), CancellationToken.None);
            outcome = await check.WaitAsync(either.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An application's own probe may throw anything. That is no healthy outcome, and ends neither a wait nor the program.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            // When the timeout is over, what the attempt waited for, or its verdict, is in the attempt.
            outcome = timer.IsCancellationRequested ? null : Outcome.Unhealthy(Reason.Error, $"the probe failed with {e.GetType().Name}");
        }

        if (outcome is not { IsHealthy: true })
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Judged(attempt, outcome, timeout, isCut);
    }

    // The verdict stands from the moment it was reached, even if closing the connection took until the timeout.
    private Outcome Judged(Attempt attempt, Outcome? returned, TimeSpan timeout, bool isCut = false)
    {
        TimeSpan elapsed = attempt.Concluded?.Elapsed ?? attempt.Elapsed;
        Outcome? reached = attempt.Concluded?.Outcome ?? returned;
        bool isLate = reached is null || (reached.Value.IsHealthy && elapsed >= timeout);
        Outcome outcome = isLate ? attempt.DescribeMissing() : reached!.Value;
        if (isLate || outcome.Reason == Reason.Timeout)
        {
            outcome = Outcome.Unhealthy(outcome.Reason, $"{outcome.Detail} within {Duration.FormatRounded(timeout)}") with { IsGone = outcome.IsGone };
        }
        else if (outcome.IsHealthy && elapsed > MaxLatency)
        {
            outcome = Outcome.Unhealthy(Reason.Slow, $"healthy, but slower than {Duration.Format(MaxLatency.Value)}");
        }

        return (Invert && !(isCut && outcome.Reason == Reason.Timeout) ? outcome.Inverted() : outcome) with { Elapsed = elapsed };
    }
}
