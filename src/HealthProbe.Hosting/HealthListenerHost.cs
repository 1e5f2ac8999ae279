using HealthProbe.Listening;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthProbe.Hosting;

/// <summary>Binds a listener to the life and the health checks of an application.</summary>
internal sealed class HealthListenerHost(
    HealthListener listener,
    HealthReports reports,
    IOptions<HealthListenerOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<HealthListener> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private string? _unhealthy = "no health report yet";
    private string? _logged;
    private bool _isStopped;
    private Task _running = Task.CompletedTask;

    /// <summary>Takes the port, so that one that is in use stops the application's start, and leaves it closed.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.IsHealthy = false;
        listener.Start();
        listener.StateChanged += (_, _) => Log();

        // Callbacks run last first: the later this one is registered, the sooner at shutdown the port is closed.
        lifetime.ApplicationStarted.Register(() =>
        {
            lifetime.ApplicationStopping.Register(Close);
            _running = RunAsync();
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Close();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            string? unhealthy = await reports.WhyUnhealthyAsync(_stop.Token).ConfigureAwait(false);
            Apply(unhealthy);
            await Task.Delay(options.Value.Period, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Apply(string? unhealthy)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _unhealthy = unhealthy;
            listener.IsHealthy = unhealthy is null;
        }

        Log();
    }

    private void Close()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            listener.Stop();
        }

        _stop.Cancel();
        Log();
    }

    private void Log()
    {
        lock (_gate)
        {
            int port = listener.Port;
            string line = listener.State switch
            {
                ListenerState.Open => "",
                ListenerState.Stopped => "the application is stopping",
                ListenerState.Stale => "no heartbeat within its maximum age",
                ListenerState.Blocked => "somebody else has taken it",
                _ => _unhealthy ?? "",
            };
            if (line == _logged)
            {
                return;
            }

            _logged = line;
            switch (listener.State)
            {
                case ListenerState.Open:
                    logger.IsOpen(port);
                    break;
                case ListenerState.Stopped:
                    logger.IsStopped(port);
                    break;
                default:
                    logger.IsClosed(port, line);
                    break;
            }
        }
    }
}
