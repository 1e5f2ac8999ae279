using System.Text;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Sidecar.Workers;
using HealthProbe.Tests.Sidecar.Dependencies;
using HealthProbe.Tests.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Logging;

public sealed class StateLogTests : IDisposable
{
    private readonly SteppedTime _time = new();
    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task The_lines_of_a_healthy_start_report_no_outage()
    {
        (await LinesAsync(new SidecarSettings { Dependencies = [Database(Outcome.Healthy())] }, (count, monitor) =>
        {
            OnThisThread.Start(monitor);
            _time.Advance(TimeSpan.FromSeconds(3));
            count.Apply("workers:3|g");
        })).Should().Equal("info database is up: tcp://db:5432", "info live", "info health is UP");
    }

    [Fact]
    public async Task A_start_that_is_not_healthy_within_10_s_is_reported_with_what_to_set()
    {
        (await LinesAsync(new SidecarSettings(), (_, _) => _time.Advance(TimeSpan.FromSeconds(9.9)))).Should().BeEmpty();
        (await LinesAsync(new SidecarSettings(), (_, _) => _time.Advance(TimeSpan.FromSeconds(10)))).Should().Equal(
            "warning not live: no worker gauge received; set --statsd-host 127.0.0.1:8125 for Gunicorn, or use --no-worker-gate",
            "warning health is DOWN: no workers");
    }

    [Fact]
    public async Task Says_why_it_is_not_live_at_each_change_of_the_reason()
    {
        var settings = new SidecarSettings { MinWorkers = 3, WorkerTtl = TimeSpan.FromSeconds(20) };

        (await LinesAsync(settings, (count, _) =>
        {
            count.Apply("workers:3|g");
            count.Apply("workers:2|g");
            count.Apply("workers:1|g");
            _time.Advance(TimeSpan.FromSeconds(21));
            count.Apply("workers:4|g");
        })).Should().Equal(
            "info live", "info health is UP", "warning not live: 2 of 3 workers", "warning health is DOWN: no workers",
            "warning not live: no worker gauge for 20s", "info live", "info health is UP");
    }

    [Fact]
    public async Task A_dependency_that_goes_down_and_comes_back_is_a_line_each()
    {
        var bad = Outcome.Unhealthy(Reason.Refused, "connection refused");

        (await LinesAsync(new SidecarSettings { HasWorkerGate = false, Dependencies = [Database(Outcome.Healthy(), bad, bad, bad, Outcome.Healthy())] }, (_, monitor) =>
        {
            OnThisThread.Start(monitor);
            _time.Advance(TimeSpan.FromSeconds(30));
        })).Should().Equal(
            "info live", "info database is up: tcp://db:5432", "info health is UP",
            "warning database is down: tcp://db:5432: connection refused (0.0 ms)", "warning health is DOWN: a critical dependency is not healthy",
            "info database is up: tcp://db:5432", "info health is UP");
    }

    [Theory]
    [InlineData(5, "info live", "info database is up: tcp://db:5432", "info health is UP")]
    [InlineData(15, "info live", "warning database is down: tcp://db:5432: connection refused (0.0 ms)", "warning health is DOWN: a critical dependency is not healthy", "info database is up: tcp://db:5432", "info health is UP")]
    public async Task An_application_that_starts_within_10_s_was_never_down(int seconds, params string[] lines)
    {
        Outcome[] bad = [.. Enumerable.Repeat(Outcome.Unhealthy(Reason.Refused, "connection refused"), seconds)];
        DependencySettings application = Database([.. bad, Outcome.Healthy()]) with { IsOfApplication = true, Period = TimeSpan.FromSeconds(1), BacksOff = false };

        (await LinesAsync(new SidecarSettings { HasWorkerGate = false, Dependencies = [application] }, (_, monitor) =>
        {
            OnThisThread.Start(monitor);
            _time.Advance(TimeSpan.FromSeconds(20));
        })).Should().Equal(lines);
    }

    private DependencySettings Database(params Outcome[] outcomes) =>
        new() { Name = "database", Target = "tcp://db:5432", Probe = new Repeating(_time, TimeSpan.Zero, outcomes) };

    // A timer looks for changes without an event, as in the sidecar.
    private async Task<string[]> LinesAsync(SidecarSettings settings, Action<WorkerCount, DependencyMonitor> act)
    {
        _output.SetLength(0);
        await using var monitor = new DependencyMonitor(settings.Dependencies, _time);
        await using var application = new ApplicationReadiness(settings, _time);
        using var count = new WorkerCount(settings, _time);
        var state = new HealthState(new WorkerGate(settings, count, null), monitor, application);
        await using (var log = new EventLog(_output, LogFormat.Text, _time))
        {
            var lines = new StateLog(log, state, settings, _time) { StatsdPort = 8125 };
            await using ITimer observer = _time.CreateTimer(_ => lines.Observe(), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
            count.Changed += lines.WorkersChanged;
            foreach (Dependency dependency in monitor.Dependencies)
            {
                dependency.Answered += lines.Answered;
            }

            lines.Observe();
            act(count, monitor);
            lines.Observe();
        }

        return [.. Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace("info    ", "info ", StringComparison.Ordinal))];
    }
}
