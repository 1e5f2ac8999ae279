using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Sidecar.Workers;
using HealthProbe.Tests.Sidecar.Dependencies;
using HealthProbe.Tests.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Workers;

public class WorkerGateTests
{
    private static readonly Outcome Good = Outcome.Healthy();
    private static readonly Outcome Bad = Outcome.Unhealthy(Reason.Refused, "connection refused");

    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData("", nameof(WorkerState.NeverReceived), "no worker gauge received")]
    [InlineData("workers:3|g", nameof(WorkerState.Live), "")]
    [InlineData("workers:2|g", nameof(WorkerState.TooFew), "2 of 3 workers")]
    [InlineData("workers:0|g", nameof(WorkerState.TooFew), "0 workers")]
    [InlineData("workers:-1|g", nameof(WorkerState.TooFew), "-1 workers")]
    public void Says_what_is_missing(string packet, string state, string detail)
    {
        using var count = new WorkerCount(new SidecarSettings { StatsdGaugeSigns = GaugeSigns.Absolute }, _time);
        count.Apply(packet);

        new WorkerGate(new SidecarSettings { MinWorkers = 3 }, count, null).Status.Should().Be(new WorkerStatus(Enum.Parse<WorkerState>(state), detail));
    }

    [Theory]
    [InlineData(5, 12.9, "no worker gauge for 12s")]
    [InlineData(0.25, 0.3004, "no worker gauge for 300ms")]
    [InlineData(5, 4000, "no worker gauge for 1h6m40s")]
    public void Says_how_old_an_expired_gauge_is(double ttl, double age, string detail)
    {
        var settings = new SidecarSettings { WorkerTtl = TimeSpan.FromSeconds(ttl) };
        using var count = new WorkerCount(settings, _time);
        count.Apply("workers:3|g");
        _time.Advance(TimeSpan.FromSeconds(age));

        new WorkerGate(settings, count, null).Status.Should().Be(new WorkerStatus(WorkerState.Expired, detail));
    }

    [Fact]
    public void An_expired_gauge_is_not_live_whatever_the_worker_probe_says()
    {
        var settings = new SidecarSettings { WorkerTtl = TimeSpan.FromSeconds(5) };
        using var count = new WorkerCount(settings, _time);
        Dependency probe = Probed(Good);
        var gate = new WorkerGate(settings, count, probe);

        gate.Status.State.Should().Be(WorkerState.Live, "before the first gauge the probe decides");
        count.Apply("workers:3|g");
        gate.Status.State.Should().Be(WorkerState.Live);
        _time.Advance(TimeSpan.FromSeconds(5));
        gate.Status.Should().Be(new WorkerStatus(WorkerState.Expired, "no worker gauge for 5s"));
        count.Apply("workers:3|g");
        gate.Status.State.Should().Be(WorkerState.Live);
    }

    [Theory]
    [InlineData("", nameof(WorkerState.ProbeDown), "worker probe: connection refused")]
    [InlineData("workers:3|g", nameof(WorkerState.ProbeDown), "worker probe: connection refused")]
    [InlineData("workers:0|g", nameof(WorkerState.TooFew), "0 workers")]
    public void Says_why_the_worker_probe_is_unhealthy(string packet, string state, string detail)
    {
        using WorkerCount count = Counting.Workers(_time);
        count.Apply(packet);

        new WorkerGate(new SidecarSettings(), count, Probed(Bad)).Status.Should().Be(new WorkerStatus(Enum.Parse<WorkerState>(state), detail));
    }

    [Fact]
    public void Is_not_live_before_the_worker_probe_has_run()
    {
        using WorkerCount count = Counting.Workers(_time);
        var probe = new Dependency(Settings(Good), _time);

        new WorkerGate(new SidecarSettings { HasWorkerGate = false }, count, probe).Status.Should().Be(new WorkerStatus(WorkerState.NotProbed, "the worker probe has not run"));
        new WorkerGate(new SidecarSettings { HasWorkerGate = false }, count, null).Status.IsLive.Should().BeTrue();
    }

    private Dependency Probed(Outcome outcome)
    {
        var probe = new Dependency(Settings(outcome), _time);
        _ = OnThisThread.Run(probe, CancellationToken.None);
        return probe;
    }

    private DependencySettings Settings(Outcome outcome) =>
        new() { Name = "workers", Target = "tcp://127.0.0.1:1", Probe = new Repeating(_time, TimeSpan.Zero, outcome) };
}
