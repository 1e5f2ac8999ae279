using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

public class WorkerCountTests
{
    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData("workers")]
    [InlineData("gunicorn.workers")]
    [InlineData("svc.gunicorn.workers")]
    [InlineData("test.workers")]
    [InlineData("a.b-c.d_e.workers")]
    [InlineData("tgunicorn.workers")]
    public void Hears_the_gauge_behind_any_prefix(string name)
    {
        using WorkerCount count = Counting.Workers();

        count.Apply($"{name}:3|g");

        count.Current.Should().Be(3);
    }

    [Theory]
    [InlineData("Workers:3|g")]
    [InlineData("coworkers:3|g")]
    [InlineData("workers.idle:3|g")]
    [InlineData("tgunicorn_workers:3|g")]
    [InlineData("myapp.core.idle_workers:3|g")]
    [InlineData("workers:3|c")]
    [InlineData("workers:3|ms")]
    [InlineData("workers:3|s")]
    public void Does_not_take_another_name_or_type_for_it(string line)
    {
        using WorkerCount count = Counting.Workers();

        count.Apply(line);

        count.Current.Should().BeNull();
        count.Counters.Samples.Should().Be(1);
        count.Mistakes().Should().BeEmpty();
    }

    [Fact]
    public void Knows_nothing_before_the_first_packet() => Counting.Workers().Current.Should().BeNull();

    [Fact]
    public void Applies_every_line_of_a_packet_in_order()
    {
        using WorkerCount count = Counting.Workers();

        count.Apply("workers:1|g\r\nx:1|c\n\nworkers:2|g\n");

        count.Current.Should().Be(2);
        count.Counters.Samples.Should().Be(3);
        count.Counters.Packets.Should().Be(1);
        count.Mistakes().Should().BeEmpty();
    }

    [Fact]
    public void Applies_the_next_line_after_one_that_it_cannot_read()
    {
        using WorkerCount count = Counting.Workers();

        count.Apply("workers:x|g\nworkers:y|g\nnonsense\nworkers:2|g\n:1|g\nworkers:5\nworkers:5|what\nworkers:5|g|@0");

        count.Current.Should().Be(2);
        count.Mistakes().Should().Equal("no_name 1", "no_value 1", "no_type 1", "bad_value 2", "unknown_type 1", "bad_rate 1");
    }

    [Fact]
    public void Names_every_reason_from_the_start() => Counting.Workers().Counters.Errors.Should().Equal(
        new Dictionary<string, long> { ["no_name"] = 0, ["no_value"] = 0, ["no_type"] = 0, ["bad_value"] = 0, ["unknown_type"] = 0, ["bad_rate"] = 0 });

    [Fact]
    public void Survives_bytes_that_are_no_text()
    {
        using WorkerCount count = Counting.Workers();

        count.Apply([0xff, 0xfe, (byte)'\n', 0xc3, (byte)'.', .. "workers:4|g|#caf\xe9"u8, 0x80, (byte)'\n', 0]);

        count.Current.Should().Be(4);
        count.Mistakes().Should().Equal("no_value 2");
    }

    [Fact]
    public void Takes_a_packet_of_65_507_bytes()
    {
        using WorkerCount count = Counting.Workers();
        const string last = "svc.workers:12|g";
        const string line = "svc.requests:1|c\n";
        int lines = (65_507 - last.Length) / line.Length;
        string packet = string.Concat(Enumerable.Repeat(line, lines)) + last;

        count.Apply(packet + new string('\n', 65_507 - packet.Length));

        count.Current.Should().Be(12);
        count.Counters.Samples.Should().Be(lines + 1);
    }

    [Fact]
    public void Adds_what_is_signed()
    {
        using WorkerCount count = Counting.Workers();

        count.Apply("workers:4|g");
        count.Apply("workers:+2|g");
        count.Apply("workers:-1|g");

        count.Current.Should().Be(5);
    }

    [Fact]
    public void Counts_a_change_from_0_when_nothing_was_heard_before()
    {
        using WorkerCount count = Counting.Workers();

        count.Apply("workers:+2|g");

        count.Current.Should().Be(2);
    }

    [Fact]
    public void Takes_a_signed_value_as_it_is_when_told_to()
    {
        using var count = new WorkerCount(new SidecarSettings { StatsdGaugeSigns = GaugeSigns.Absolute }, _time);

        count.Apply("workers:4|g");
        count.Apply("workers:-1|g");

        count.Current.Should().Be(-1);
    }

    [Theory]
    [InlineData("workers:0|g\nworkers:-5|g", -5)]
    [InlineData("workers:0.25|g", 0.25)]
    [InlineData("a.workers:1|g\nb.workers:7|g", 7)]
    [InlineData("workers:1e308|g\nworkers:+1e308|g", double.MaxValue)]
    public void Keeps_the_last_number_as_it_is(string packet, double expected)
    {
        using WorkerCount count = Counting.Workers();

        count.Apply(packet);

        count.Current.Should().Be(expected);
    }

    [Fact]
    public void Keeps_a_number_for_ever_unless_told_otherwise()
    {
        using WorkerCount count = Counting.Workers(_time);
        count.Apply("workers:3|g");

        _time.Advance(TimeSpan.FromDays(1_000));

        count.Current.Should().Be(3);
        _time.RunningTimers.Should().Be(1, "there is one, which is not set");
    }

    [Fact]
    public void Forgets_a_number_that_is_too_old()
    {
        var changes = new List<string>();
        using var count = new WorkerCount(new SidecarSettings { WorkerTtl = TimeSpan.FromSeconds(60) }, _time);
        count.Changed += (old, now) => changes.Add($"{old?.ToString() ?? "none"} → {now?.ToString() ?? "none"}");
        count.Apply("workers:3|g");
        _time.Advance(TimeSpan.FromSeconds(40));
        count.Apply("workers:3|g");
        _time.Advance(TimeSpan.FromSeconds(59));

        count.Current.Should().Be(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        count.Current.Should().BeNull();

        _time.Advance(TimeSpan.FromSeconds(1));
        changes.Should().Equal("none → 3", "3 → none");
        count.Apply("workers:2|g");
        count.Current.Should().Be(2);
        changes.Should().Equal("none → 3", "3 → none", "none → 2");
    }

    [Fact]
    public void Adds_a_change_to_the_number_that_was_too_old_because_the_sender_does_so_too()
    {
        using var count = new WorkerCount(new SidecarSettings { WorkerTtl = TimeSpan.FromSeconds(60) }, _time);
        count.Apply("workers:3|g");
        _time.Advance(TimeSpan.FromSeconds(90));

        count.Apply("workers:-1|g");

        count.Current.Should().Be(2);
    }

    [Fact]
    public void Tells_each_change_once()
    {
        var changes = new List<string>();
        using WorkerCount count = Counting.Workers();
        count.Changed += (old, now) => changes.Add($"{old?.ToString() ?? "none"} → {now}");

        count.Apply("workers:3|g");
        count.Apply("workers:3|g");
        count.Apply("workers:1|g\nworkers:3|g");
        count.Apply("requests:3|c");
        count.Apply("workers:0|g");

        changes.Should().Equal("none → 3", "3 → 0");
    }

    [Theory]
    [InlineData("gunicorn.requests:1|c|@1.0\ngunicorn.request.duration:0.504|ms|#env:prod,team:x\nload:0.5|g")]
    [InlineData("nonsense\n:1|g\nworkers:x|g\nworkers:1|zz\nworkers:1|g|@x\n_e{5,1}:svc.t|b\n_sc|svc.db|0\n\r\n")]
    [InlineData("workers:3|g")]
    public void Allocates_nothing(string packet)
    {
        using WorkerCount count = Counting.Workers();
        byte[] bytes = Encoding.UTF8.GetBytes(packet);
        count.Apply(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
        {
            count.Apply(bytes);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }
}
