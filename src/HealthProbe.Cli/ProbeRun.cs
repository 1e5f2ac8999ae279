namespace HealthProbe.Cli;

/// <summary>Asks several targets at the same time, once each or until healthy.</summary>
internal sealed class ProbeRun(ProbeSettings settings, Prober prober, TimeProvider time)
{
    private readonly Report _report = new(settings, time);
    private readonly Waiter _waiter = new(prober, time);

    /// <summary>Returns whether all are healthy, or any where one is enough.</summary>
    public async Task<bool> RunAsync()
    {
        using var enough = new CancellationTokenSource();
        using IDisposable signsOfLife = _report.Begin();
#pragma warning disable CA2025 // All of them are awaited two lines below.
        Task<WaitResult?>[] asked = [.. settings.Targets.Select(target => AskAsync(target, enough))];
#pragma warning restore CA2025
        WaitResult?[] results = await Task.WhenAll(asked).ConfigureAwait(false);
        bool isHealthy = settings.Any ? results.Any(IsHealthy) : results.All(IsHealthy);
        _report.End(settings.Targets, results, isHealthy);
        return isHealthy;
    }

    private static bool IsHealthy(WaitResult? result) => result is { Outcome.IsHealthy: true };

    // Null when another target was enough before this one was.
    private async Task<WaitResult?> AskAsync(Target target, CancellationTokenSource enough)
    {
        try
        {
            IProbe probe = ProbeFactory.Create(target, settings.Probe);
            WaitResult result = await _waiter.WaitAsync(
                probe, settings.Wait, (outcome, elapsed) => _report.Attempt(target, outcome, elapsed), enough.Token).ConfigureAwait(false);
            if (settings.Any && result.Outcome.IsHealthy)
            {
                enough.Cancel();
            }

            _report.Ended(target, result);
            return result;
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            return null;
        }
    }
}
