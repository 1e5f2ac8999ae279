using System.Net.Sockets;
using System.Threading.Channels;
using HealthProbe.Hosting;
using HealthProbe.Listening;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthProbe.IntegrationTests.Listening;

public sealed class HostedListenerTests : IDisposable
{
    private readonly LineLogs _logs = new();
    private HealthCheckResult _queue = HealthCheckResult.Healthy();
    private HealthCheckResult _cache = HealthCheckResult.Healthy();
    private IHost? _host;

    public void Dispose()
    {
        _host?.Dispose();
        _logs.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task Opens_after_the_application_has_started_and_not_before()
    {
        HealthListener? listener = null;
        ListenerState? whileStarting = null;
        listener = Build(services => services.AddHostedService(_ => new Step(() => whileStarting = listener!.State)));

        await _host!.StartAsync();

        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
        whileStarting.Should().Be(ListenerState.Unhealthy);
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);
    }

    [Fact(Timeout = 20_000)]
    public async Task Says_which_check_keeps_it_closed_and_opens_when_that_is_healthy()
    {
        _queue = HealthCheckResult.Unhealthy("password=secret");
        HealthListener listener = Build();
        await _host!.StartAsync();

        await _logs.ReadAsync($"Warning Health port {listener.Port} is closed: queue is Unhealthy");
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.ConnectionRefused);

        _queue = HealthCheckResult.Healthy();
        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.Success);

        _cache = HealthCheckResult.Unhealthy();
        await _logs.ReadAsync($"Warning Health port {listener.Port} is closed: cache is Unhealthy");
        (await Client.TryConnectAsync(listener.Port)).Should().Be(SocketError.ConnectionRefused);
    }

    [Fact(Timeout = 20_000)]
    public async Task Looks_only_at_the_checks_with_its_tags()
    {
        _cache = HealthCheckResult.Unhealthy();
        HealthListener listener = Build(configure: options => options.Tags.Add("ready"));
        await _host!.StartAsync();

        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
    }

    [Theory(Timeout = 20_000)]
    [InlineData(true, "Information Health port {0} is open")]
    [InlineData(false, "Warning Health port {0} is closed: queue is Degraded")]
    public async Task Degraded_counts_as_it_is_told(bool isHealthy, string line)
    {
        _queue = HealthCheckResult.Degraded();
        HealthListener listener = Build(configure: options => options.DegradedIsHealthy = isHealthy);
        await _host!.StartAsync();

        await _logs.ReadAsync(string.Format(null, line, listener.Port));
    }

    [Fact(Timeout = 20_000)]
    public async Task Is_closed_while_a_health_check_hangs()
    {
        using var release = new SemaphoreSlim(0);
        HealthListener listener = Build(
            services => services.AddHealthChecks().AddAsyncCheck("hung", async () =>
            {
                await release.WaitAsync();
                return HealthCheckResult.Healthy();
            }),
            options => options.Timeout = TimeSpan.FromMilliseconds(100));
        await _host!.StartAsync();

        await _logs.ReadAsync($"Warning Health port {listener.Port} is closed: no health report within 100ms");
        release.Release(int.MaxValue);
        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
    }

    [Fact(Timeout = 20_000)]
    public async Task Is_closed_when_the_health_checks_cannot_even_be_made()
    {
        HealthListener listener = Build(services => services.AddHealthChecks().Add(new HealthCheckRegistration("broken", _ => throw new NotSupportedException(), null, null)));
        await _host!.StartAsync();

        await _logs.ReadAsync($"Warning Health port {listener.Port} is closed: the health checks failed: NotSupportedException");
    }

    [Fact(Timeout = 20_000)]
    public async Task Closes_before_any_service_is_stopped()
    {
        HealthListener? listener = null;
        ListenerState? whileStopping = null;
        listener = Build(services => services.AddHostedService(_ => new Step(() => { }, () => whileStopping = listener!.State)));
        await _host!.StartAsync();
        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
        int port = listener.Port;

        await _host.StopAsync();

        whileStopping.Should().Be(ListenerState.Stopped);
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
        await _logs.ReadAsync($"Information Health port {listener.Port} is closed: the application is stopping");
    }

    [Fact(Timeout = 20_000)]
    public async Task Closes_when_the_worker_forgets_its_heartbeat()
    {
        HealthListener listener = Build(configure: options => options.MaximumHeartbeatAge = TimeSpan.FromMilliseconds(300));
        await _host!.StartAsync();
        await _logs.ReadAsync($"Information Health port {listener.Port} is open");

        await _logs.ReadAsync($"Warning Health port {listener.Port} is closed: no heartbeat within its maximum age");
        listener.Heartbeat();
        await _logs.ReadAsync($"Information Health port {listener.Port} is open");
    }

    [Fact(Timeout = 20_000)]
    public async Task Fails_the_start_of_the_application_when_the_port_is_in_use()
    {
        await using var other = new HealthListener(port: 0);
        other.Start();
        Build(configure: options => options.Port = other.Port);

        Func<Task> start = () => _host!.StartAsync();

        await start.Should().ThrowAsync<IOException>().WithMessage($"cannot listen on 127.0.0.1:{other.Port}: the port is in use");
    }

    private HealthListener Build(Action<IServiceCollection>? add = null, Action<HealthListenerOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_logs);
        builder.Services.AddHealthChecks().AddCheck("queue", () => _queue, ["ready"]).AddCheck("cache", () => _cache);
        builder.Services.AddHealthListener(options =>
        {
            options.Port = 0;
            options.Period = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        });
        add?.Invoke(builder.Services);
        _host = builder.Build();
        return _host.Services.GetRequiredService<HealthListener>();
    }

    private sealed class Step(Action start, Action? stop = null) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stop?.Invoke();
            return Task.CompletedTask;
        }
    }

    /// <summary>The lines that the listener logs, in their order.</summary>
    private sealed class LineLogs : ILoggerProvider, ILogger
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        /// <summary>The next line must be this one.</summary>
        public async Task ReadAsync(string expected) => (await _lines.Reader.ReadAsync()).Should().Be(expected);

        public ILogger CreateLogger(string categoryName) => categoryName == typeof(HealthListener).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Writer.TryWrite($"{logLevel} {formatter(state, exception)}");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose() => _lines.Writer.TryComplete();
    }
}
