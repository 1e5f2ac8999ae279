using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>One dependency: asked in the background, one attempt at a time, and read from memory.</summary>
internal sealed class Dependency(DependencySettings settings, TimeProvider time)
{
    private readonly Prober _prober = new(time);
    private readonly OneAtATime _probe = new(settings.Probe);

    // Written by the one loop, read by anybody.
    private volatile DependencyState _state = new(DependencyStatus.Unknown, null, time.GetUtcNow());

    public DependencySettings Settings => settings;

    /// <summary>What is known now; never waits.</summary>
    public DependencyState State => _state;

    /// <summary>
    /// Raised after each answer with the state before it and after it, on the thread of the attempt. A handler does not throw and is quick:
    /// the next attempt waits for it.
    /// </summary>
    public event Action<Dependency, DependencyState, DependencyState>? Answered;

    /// <summary>How often an attempt failed, and how long the attempts took: for the metrics.</summary>
    public DependencyStatistics Statistics { get; } = new();

    /// <summary>Asks at once, and on and on until cancelled, which is no exception.</summary>
    /// <param name="earlier">
    /// How much sooner than on its period the second attempt comes, so that several dependencies are not all asked at the same moments;
    /// zero for not.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(TimeSpan earlier, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                long start = time.GetTimestamp();
                await CheckAsync(cancellationToken).ConfigureAwait(false);
                TimeSpan pause = CircuitBreaker.GetDelay(settings, _state) - time.GetElapsedTime(start);
                if (_state.Last?.IsHealthy == true)
                {
                    (pause, earlier) = (pause - earlier, TimeSpan.Zero);
                }

                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Makes one attempt. The caller makes no other one meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<Outcome> CheckAsync(CancellationToken cancellationToken)
    {
        DependencyState before = _state;
        if (before.Circuit == CircuitState.Open)
        {
            _state = before = before with { Circuit = CircuitState.HalfOpen };
        }

        Outcome answer = await _prober.ProbeAsync(_probe, settings.Timeout, cancellationToken).ConfigureAwait(false);
        DependencyState after = before.After(answer, settings, time.GetUtcNow());

        // In this order, so that an answer that can be seen has been counted.
        Statistics.Add(answer);
        _state = after;

        Answered?.Invoke(this, before, after);
        return answer;
    }
}
