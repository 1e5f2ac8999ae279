namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>Asks whether the application is live, over and over, and remembers every answer that said no.</summary>
internal sealed class LiveSampler : IAsyncDisposable
{
    private const int FewestAnswers = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly RunningSidecar _sidecar;
    private readonly CancellationTokenSource _end = new();
    private readonly Task<int> _sampling;

    public LiveSampler(RunningSidecar sidecar)
    {
        _sidecar = sidecar;
        _sampling = Task.Run(SampleAsync);
    }

    /// <summary>Ends the asking, not before it has been asked often enough to mean something.</summary>
    /// <returns>How often it was not live.</returns>
    public async Task<int> NotLiveAsync()
    {
        await _end.CancelAsync();
        return await _sampling;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _sampling;
        _end.Dispose();
    }

    private async Task<int> SampleAsync()
    {
        (int asked, int notLive) = (0, 0);
        while (!_end.IsCancellationRequested || asked < FewestAnswers)
        {
            (int status, _) = await _sidecar.GetAsync("/health/live");
            asked++;
            notLive += status == 200 ? 0 : 1;
            await Task.Delay(Pause);
        }

        return notLive;
    }
}
