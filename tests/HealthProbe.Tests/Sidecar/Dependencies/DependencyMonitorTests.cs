using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Dependencies;

public class DependencyMonitorTests
{
    private static readonly Outcome Good = Outcome.Healthy();
    private static readonly Outcome Bad = Outcome.Unhealthy(Reason.Refused, "connection refused");

    private readonly SteppedTime _time = new();

    // c and n: critical or not; + up, - down, ? never answered.
    [Theory]
    [InlineData("", "Up", true)]
    [InlineData("c+ n+ c+", "Up", true)]
    [InlineData("c+ n- n+ c+", "Degraded", true)]
    [InlineData("c+ n?", "Degraded", true)]
    [InlineData("n- n?", "Degraded", true)]
    [InlineData("c+ c- n+ n+", "Down", false)]
    [InlineData("c? c+ n+", "Down", false)]
    [InlineData("c- n- c? n? c+", "Down", false)]
    public async Task Is_as_good_as_its_parts_in_whatever_order(string parts, string status, bool isReady)
    {
        foreach (string[] order in Permutations(parts.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            await using var monitor = new DependencyMonitor([.. order.Select(Settings)], _time);
            OnThisThread.Start(monitor);

            (monitor.Status.ToString(), monitor.IsReady).Should().Be((status, isReady), string.Join(' ', order));
        }
    }

    [Fact]
    public void Is_not_ready_before_anything_was_asked()
    {
        var monitor = new DependencyMonitor([Settings("c+")], _time);

        (monitor.Status, monitor.IsReady).Should().Be((HealthStatus.Down, false));
    }

    [Fact]
    public async Task Asks_all_at_once_and_then_spreads_them_over_the_period()
    {
        Repeating[] probes = [.. Enumerable.Range(0, 5).Select(_ => new Repeating(_time, TimeSpan.Zero, Good))];
        await using var monitor = new DependencyMonitor([.. probes.Select(probe => Settings("c+") with { Probe = probe })], _time);
        OnThisThread.Start(monitor);
        _time.Advance(TimeSpan.FromSeconds(11));

        probes.Select(probe => probe.AskedAt[0]).Should().AllBeEquivalentTo(TimeSpan.Zero);
        probes.Select(probe => probe.AskedAt[1].TotalSeconds).Should().Equal(5, 4, 3, 2, 1);
        probes.Select(probe => probe.AskedAt[2].TotalSeconds).Should().Equal(10, 9, 8, 7, 6);
    }

    [Fact]
    public async Task Starts_once()
    {
        await using var monitor = new DependencyMonitor([Settings("c+")], _time);
        OnThisThread.Start(monitor);

        monitor.Invoking(each => each.Start()).Should().Throw<InvalidOperationException>();
    }

    [Fact(Timeout = 10_000)]
    public async Task Ends_though_a_probe_does_not()
    {
        var monitor = new DependencyMonitor([Settings("c?"), Settings("n+")], _time);
        OnThisThread.Start(monitor);

        await monitor.DisposeAsync();
        await monitor.DisposeAsync();

        _time.RunningTimers.Should().Be(0);
    }

    private static DependencySettings Settings(string part) => new()
    {
        Name = "database",
        Target = "tcp://db:5432",
        Probe = part[1] == '?' ? new AnswerLater() : new Repeating(TimeProvider.System, TimeSpan.Zero, part[1] == '+' ? Good : Bad),
        IsCritical = part[0] == 'c',
    };

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany((first, index) => Permutations([.. items[..index], .. items[(index + 1)..]]).Select(rest => (string[])[first, .. rest]));
}
