using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;
using HealthProbe.Sidecar.Metrics;
using HealthProbe.Sidecar.Serving;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Sidecar.Workers;

namespace HealthProbe.Sidecar;

/// <summary>The whole, put together: what is heard and asked on one side, what is answered on the other.</summary>
internal sealed class Sidecar : IAsyncDisposable
{
    // What changes without an event, such as a gauge that becomes too old, is in the log within a second.
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1);

    private readonly SidecarSettings _settings;
    private readonly TimeProvider _time;
    private readonly EventLog _log;
    private readonly DependencyMonitor _monitor;
    private readonly DependencyMonitor? _workers;
    private readonly WorkerCount _count;
    private readonly ApplicationReadiness _application;
    private readonly HealthState _state;
    private readonly StateLog _stateLog;
    private ITimer? _observer;
    private StatsdReceiver? _receiver;
    private HealthServer? _server;

    private Sidecar(SidecarSettings settings, TimeProvider time, Stream output)
    {
        (_settings, _time) = (settings, time);
        _log = new EventLog(output, settings.LogFormat, time);
        _monitor = new DependencyMonitor(settings.Dependencies, time);
        _workers = settings.WorkerProbe is DependencySettings probe ? new DependencyMonitor([probe], time) : null;
        _count = new WorkerCount(settings, time);
        _application = new ApplicationReadiness(settings, time);
        _state = new HealthState(new WorkerGate(settings, _count, _workers?.Dependencies[0]), _monitor, _application);
        _stateLog = new StateLog(_log, _state, settings, time);
    }

    /// <summary>The port of the answers.</summary>
    public int Port => _server!.Port;

    /// <summary>The UDP port of StatsD; 0 when there is none.</summary>
    public int StatsdPort => _receiver?.Port ?? 0;

    /// <summary>Starts everything.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Where the log goes.</param>
    /// <param name="timeouts">How long a slow client may take; the default if null.</param>
    /// <exception cref="StartException">An address cannot be had; nothing is left running.</exception>
    public static async Task<Sidecar> StartAsync(
        SidecarSettings settings, TimeProvider time, Stream output, ClientTimeouts? timeouts = null)
    {
        var sidecar = new Sidecar(settings, time, output);
        try
        {
            await sidecar.StartAsync(timeouts ?? ClientTimeouts.Default).ConfigureAwait(false);
            return sidecar;
        }
        catch (StartException)
        {
            await sidecar.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Answers "not ready" from now on, and waits until whoever sends requests has noticed.</summary>
    /// <param name="hurry">Ends the waiting.</param>
    public async Task DrainAsync(CancellationToken hurry)
    {
        _state.Stop();
        _log.Information("stopping", $"stopping: not ready from now on, the end in {Duration.Format(_settings.Drain)}");
        await Task.Delay(_settings.Drain, _time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Reports a signal that has no effect.</summary>
    public void IgnoreHangup() =>
        _log.Information("hangup_ignored", "SIGHUP is ignored: settings are read at start; restart the sidecar to change them");

    public async ValueTask DisposeAsync()
    {
        if (_observer is not null)
        {
            await _observer.DisposeAsync().ConfigureAwait(false);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
            _log.Information("stopped", "stopped");
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync().ConfigureAwait(false);
        }

        _count.Dispose();

        if (_workers is not null)
        {
            await _workers.DisposeAsync().ConfigureAwait(false);
        }

        await _application.DisposeAsync().ConfigureAwait(false);
        await _monitor.DisposeAsync().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartAsync(ClientTimeouts timeouts)
    {
        IReadOnlyList<Dependency> asked = [.. _state.Components, .. _workers?.Dependencies ?? []];
        foreach (Dependency dependency in asked)
        {
            dependency.Answered += _stateLog.Answered;
        }

        _count.Changed += _stateLog.WorkersChanged;
        if (_settings.HasWorkerGate)
        {
            _receiver = StatsdReceiver.Start(_settings.StatsdHost, _settings.StatsdPort, _count);
            _stateLog.StatsdPort = _receiver.Port;
        }

        var document = new HealthDocument(_state, _settings.DownStatus, _settings.ApplicationVersion, _time);
        var endpoints = new Endpoints(_state, document, new MetricsDocument(_state, _count, asked));
        _server = await HealthServer.StartAsync(_settings, endpoints, _time, timeouts).ConfigureAwait(false);
        _log.Information("started", Started());
        _stateLog.Observe();
        _workers?.Start();
        _monitor.Start();
        _application.Start();
        _observer = _time.CreateTimer(_ => _stateLog.Observe(), null, Observation, Observation);
    }

    private string Started()
    {
        string answers = $"healthprobe-sidecar {ProductVersion.Text} answers on http://{Listening.ListenAddresses.Written(_settings.Host, Port)}";
        return _receiver is null ? answers
            : _receiver.Port == 0 ? $"{answers}, hears StatsD on {_settings.StatsdHost}"
            : $"{answers}, hears StatsD on {Listening.ListenAddresses.Written(_settings.StatsdHost, _receiver.Port)}";
    }
}
