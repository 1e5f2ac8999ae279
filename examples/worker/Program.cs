using HealthProbe.Listening;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Worker>();
builder.Services.AddHealthListener(options => options.MaximumHeartbeatAge = TimeSpan.FromSeconds(30));
builder.Build().Run();

internal sealed class Worker(HealthListener health) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            health.Heartbeat(); // Here the work of one turn is done.
        }
    }
}
