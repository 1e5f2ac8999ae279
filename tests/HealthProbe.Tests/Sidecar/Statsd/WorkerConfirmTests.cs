using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>What <c>--worker-confirm</c> makes of samples, by events alone.</summary>
public class WorkerConfirmTests
{
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    // Each event is a time in seconds and a number; the result is each change with its time.
    [Theory]
    [InlineData("0 3", "0:3")]
    [InlineData("0 0", "0:0")]
    [InlineData("0 3, 10 0", "0:3 15:0")]
    [InlineData("0 3, 10 0, 12 0", "0:3 12:0")]
    [InlineData("0 3, 10 0, 10.007 3", "0:3")]
    [InlineData("0 3, 10 0, 14.9 2, 20 0", "0:3 14.9:2 25:0")]
    [InlineData("0 3, 10 0, 16 3", "0:3 15:0 16:3")]
    [InlineData("0 3, 10 0, 15 0, 20 1, 30 0", "0:3 15:0 20:1 35:0")]
    [InlineData("0 1, 10 -1", "0:1 15:-1")]
    public void A_drop_counts_when_a_second_sample_or_the_time_confirms_it(string events, string expected) =>
        Numbers(new SidecarSettings { WorkerConfirm = TimeSpan.FromSeconds(5) }, events).Should().Be(expected);

    [Theory]
    [InlineData("0 3, 10 0, 10.007 3", "0:3 10:0 10.007:3")]
    [InlineData("0 3, 10 0", "0:3 10:0")]
    public void A_drop_counts_at_once_without_it(string events, string expected) => Numbers(new SidecarSettings(), events).Should().Be(expected);

    [Theory]
    [InlineData(1, "0:4 10:3 20:2 21:3")]
    [InlineData(3, "0:4 10:3")]
    public void A_change_above_the_minimum_counts_at_once(int minWorkers, string expected) =>
        Numbers(new SidecarSettings { WorkerConfirm = TimeSpan.FromSeconds(5), MinWorkers = minWorkers }, "0 4, 10 3, 20 2, 21 3").Should().Be(expected);

    [Fact]
    public void A_push_of_uWSGI_that_is_zero_counts_only_if_the_next_one_is_too()
    {
        var settings = new SidecarSettings { WorkerGauges = ["busy", "idle"], WorkerConfirm = TimeSpan.FromSeconds(4), WorkerTtl = TimeSpan.FromSeconds(10) };

        Numbers(settings, "0 busy:1, 0 idle:2, 3 busy:0, 3.001 idle:0, 6 busy:0, 6.001 idle:3").Should().Be("0:3 16:none");
        Numbers(settings, "0 busy:1, 0 idle:2, 3 busy:0, 3.001 idle:0, 6 busy:0, 6.001 idle:0").Should().Be("0:3 6.001:0 16:none");
    }

    [Fact]
    public void An_expired_gauge_is_not_kept_by_a_drop_that_waits()
    {
        var settings = new SidecarSettings { WorkerConfirm = TimeSpan.FromSeconds(60), WorkerTtl = TimeSpan.FromSeconds(10) };

        Numbers(settings, "0 3, 5 0").Should().Be("0:3 15:none");
        Numbers(settings, "0 3, 5 0, 30 0").Should().Be("0:3 15:none 30:0 40:none");
    }

    // Reads the number after each event, and at each change that the tally announces.
    private static string Numbers(SidecarSettings settings, string events)
    {
        var tally = new WorkerTally(settings);
        var seen = new List<string>();
        string last = "none";
        TimeSpan now = TimeSpan.Zero;
        foreach ((TimeSpan at, string packet) in events.Split(", ").Select(Parse).Append((Late, "")))
        {
            while (tally.NextChange(now) is TimeSpan next && next < at)
            {
                next.Should().BeGreaterThanOrEqualTo(now);
                now = next;
                See();
            }

            now = at;
            if (packet.Length > 0)
            {
                tally.Take(StatsdLine.Read(Encoding.UTF8.GetBytes(packet), GaugeSigns.Absolute), now).Should().BeTrue();
                See();
            }
        }

        return string.Join(' ', seen);

        void See()
        {
            string number = tally.Read(now).Number is double value ? FormattableString.Invariant($"{value}") : "none";
            if (number != last)
            {
                seen.Add(FormattableString.Invariant($"{now.TotalSeconds}:{number}"));
                last = number;
            }
        }
    }

    private static (TimeSpan At, string Packet) Parse(string text)
    {
        string[] parts = text.Split(' ');
        string packet = parts[1].Contains(':', StringComparison.Ordinal) ? parts[1] : $"workers:{parts[1]}";
        return (TimeSpan.FromSeconds(double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)), $"{packet}|g");
    }
}
