using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

public class WorkerSumTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void Knows_a_sum_once_each_of_its_gauges_was_heard()
    {
        using WorkerCount count = Counting.SumOf("busy", "idle");

        count.Apply("busy:0|g");
        count.Current.Should().BeNull();

        count.Apply("idle:3|g");
        count.Current.Should().Be(3);
    }

    [Fact]
    public void Hears_the_named_gauges_as_they_are_or_behind_a_prefix_and_no_others()
    {
        using WorkerCount count = Counting.SumOf("core.busy_workers", "core.idle_workers");

        count.Apply("core.busy_workers:1|g\nmyapp.core.idle_workers:2|g\nworkers:7|g\ngunicorn.workers:7|g\nhardcore.busy_workers:7|g");

        count.Current.Should().Be(3);
    }

    [Fact]
    public void Gives_a_line_to_the_longest_name_that_fits()
    {
        using WorkerCount count = Counting.SumOf("workers", "slow.workers");

        count.Apply("workers:1|g\nslow.workers:10|g");

        count.Current.Should().Be(11);
    }

    [Fact]
    public void Counts_a_gauge_that_is_named_twice_once()
    {
        using WorkerCount count = Counting.SumOf("busy", "busy");

        count.Apply("busy:2|g");

        count.Current.Should().Be(2);
    }

    [Fact]
    public void Never_shows_workers_that_change_sides_as_gone()
    {
        var seen = new List<double?>();
        using WorkerCount count = Counted("busy", "idle");
        count.Changed += (_, now) => seen.Add(now);

        for (int push = 0; push < 4; push++)
        {
            count.Apply($"busy:{(push % 2) * 3}|g");
            seen.Add(count.Current);
            count.Apply($"idle:{(1 - (push % 2)) * 3}|g");
            seen.Add(count.Current);
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        seen.Distinct().Should().Equal(null, 3);
    }

    [Fact]
    public void Stays_in_step_with_its_sender_after_a_lost_packet()
    {
        using WorkerCount count = Counted("busy", "idle");
        count.Apply("busy:3|g");
        count.Apply("idle:0|g");
        _time.Advance(TimeSpan.FromSeconds(3));
        count.Apply("idle:1|g");
        _time.Advance(TimeSpan.FromSeconds(3));

        count.Apply("busy:0|g");
        count.Current.Should().Be(4, "the round that lost a packet is over, and this one is not");
        count.Apply("idle:3|g");
        count.Current.Should().Be(3);
    }

    [Fact]
    public void Shows_a_gauge_that_changes_alone_within_a_second()
    {
        var changes = new List<double?>();
        using WorkerCount count = Counted("web", "jobs");
        count.Changed += (_, now) => changes.Add(now);
        count.Apply("web:3|g\njobs:2|g");

        count.Apply("web:0|g");
        count.Current.Should().Be(5);
        _time.Advance(WorkerTally.MaxRound);
        count.Current.Should().Be(2);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        changes.Should().Equal(5, 2);
    }

    [Fact]
    public void Shows_a_gauge_that_comes_very_often_beside_one_that_seldom_comes()
    {
        using WorkerCount count = Counted("web", "jobs");
        count.Apply("web:3|g\njobs:2|g");

        for (int i = 0; i < 50; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            count.Apply("web:1|g");
        }

        count.Current.Should().Be(3);
    }

    [Fact]
    public void Knows_no_sum_while_one_of_its_gauges_is_too_old()
    {
        var changes = new List<double?>();
        using var count = new WorkerCount(new SidecarSettings { WorkerGauges = ["busy", "idle"], WorkerTtl = TimeSpan.FromSeconds(10) }, _time);
        count.Changed += (_, now) => changes.Add(now);
        count.Apply("busy:1|g\nidle:2|g");
        _time.Advance(TimeSpan.FromSeconds(8));
        count.Apply("busy:4|g");
        _time.Advance(TimeSpan.FromSeconds(3));
        count.Current.Should().BeNull();

        count.Apply("idle:+1|g");

        count.Current.Should().Be(7);
        _time.Advance(TimeSpan.FromSeconds(8));
        count.Current.Should().BeNull();
        changes.Should().Equal(3, 6, null, 7, null);
    }

    private WorkerCount Counted(params string[] gauges) => new(new SidecarSettings { WorkerGauges = gauges }, _time);
}
