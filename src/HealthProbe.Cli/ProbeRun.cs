namespace HealthProbe.Cli;

/// <summary>Asks several targets at the same time, once each or until healthy.</summary>
internal sealed class ProbeRun(ProbeSettings settings, Prober prober, TimeProvider time, Action onAttempt)
{
    private readonly Report _report = new(settings, time);
    private readonly Waiter _waiter = new(prober, time);

    /// <summary>Returns whether all are healthy, or any where one is enough.</summary>
    /// <param name="interrupted">Ends a wait with its summary.</param>
    public async Task<bool> RunAsync(CancellationToken interrupted)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        using IDisposable signsOfLife = _report.Begin();
#pragma warning disable CA2025 // All of them are awaited two lines below.
        Task<WaitResult?>[] asked = [.. settings.Targets.Select(target => AskAsync(target, enough, interrupted))];
#pragma warning restore CA2025
        WaitResult?[] results = await Task.WhenAll(asked).ConfigureAwait(false);
        bool isHealthy = settings.Any ? results.Any(IsHealthy) : results.All(IsHealthy);
        _report.End(settings.Targets, results, isHealthy);
        return isHealthy;
    }

    private static bool IsHealthy(WaitResult? result) => result is { Outcome.IsHealthy: true };

    // Null when another target was enough before this one was.
    private async Task<WaitResult?> AskAsync(Target target, CancellationTokenSource enough, CancellationToken interrupted)
    {
        var history = new WaitHistory(settings.Wait);
        long start = time.GetTimestamp();
        try
        {
            IProbe probe = ProbeFactory.Create(target, settings.Probe);
            WaitResult result = await _waiter.WaitAsync(probe, history, progress => Attempt(target, progress), enough.Token).ConfigureAwait(false);
            if (settings.Any && result.Outcome.IsHealthy)
            {
                enough.Cancel();
            }

            _report.Ended(target, result);
            return result;
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            if (!interrupted.IsCancellationRequested)
            {
                return null;
            }

            WaitResult result = history.Interrupt(time.GetElapsedTime(start));
            _report.Ended(target, result);
            return result;
        }
    }

    private void Attempt(Target target, WaitProgress progress)
    {
        onAttempt();
        _report.Attempt(target, progress);
    }
}
