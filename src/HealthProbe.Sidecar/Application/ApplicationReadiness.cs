using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Application;

/// <summary>
/// Checks the application's ready URL when a client requests readiness, and in the background if no client did for a period, so that log,
/// health and metrics follow the application. At most one attempt is in flight; everyone who waits gets its result.
/// </summary>
internal sealed class ApplicationReadiness : IAsyncDisposable
{
    /// <summary>The name of the component: no dependency can have it.</summary>
    public const string Name = "application";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly TimeProvider _time;
    private readonly ApplicationProbe? _probe;
    private Task<ApplicationResponse>? _attempt;
    private long _attemptBegan;
    private Task _running = Task.CompletedTask;

    public ApplicationReadiness(SidecarSettings settings, TimeProvider time)
    {
        (_time, _stopping) = (time, _stop.Token);
        if (settings.ApplicationHealthReadyUrl is Target target)
        {
            _probe = new ApplicationProbe(target, settings.ApplicationTls);
            var component = new DependencySettings
            {
                Name = Name,
                Target = target.ToString(),
                Probe = _probe,
                Timeout = settings.ApplicationTimeout,
                Failures = 1,
                IsOfApplication = true,
                BacksOff = false,
            };
            Component = new Dependency(component, time);
        }
    }

    /// <summary>The application as a component of the whole; null if there is no ready URL.</summary>
    public Dependency? Component { get; }

    /// <summary>Whether the last response was ready; true if there is no ready URL.</summary>
    public bool IsReady => Component is null || Component.State.Status == DependencyStatus.Up;

    /// <summary>Checks; the result is there within <see cref="SidecarSettings.ApplicationTimeout"/>.</summary>
    /// <returns>The application's response; null if there is no ready URL.</returns>
    public async ValueTask<ApplicationResponse?> CheckAsync() =>
        Component is null ? null : await CheckOnceAsync(Component, _probe!).ConfigureAwait(false);

    /// <summary>Starts the background checks.</summary>
    public void Start() => _running = Component is null ? Task.CompletedTask : RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            TimeSpan age = _attempt is null ? Period : _time.GetElapsedTime(_attemptBegan);
            if (age >= Period)
            {
                await CheckAsync().ConfigureAwait(false);
                age = TimeSpan.Zero;
            }

            await Task.Delay(Period - age, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<ApplicationResponse> CheckOnceAsync(Dependency component, ApplicationProbe probe)
    {
        lock (_lock)
        {
            if (_attempt is not { IsCompleted: false })
            {
                _attemptBegan = _time.GetTimestamp();
                _attempt = CheckNowAsync(component, probe);
            }

            return _attempt;
        }
    }

    private async Task<ApplicationResponse> CheckNowAsync(Dependency component, ApplicationProbe probe)
    {
        try
        {
            Outcome outcome = await component.CheckAsync(_stopping).ConfigureAwait(false);

            // After any other reason the probe has no response, or a late one.
            bool hasResponse = outcome.IsHealthy || outcome.Reason == Reason.Status;
            return hasResponse ? probe.Response with { IsReady = outcome.IsHealthy } : ApplicationResponse.Empty;
        }
        catch (OperationCanceledException)
        {
            return ApplicationResponse.Empty;
        }
    }
}
