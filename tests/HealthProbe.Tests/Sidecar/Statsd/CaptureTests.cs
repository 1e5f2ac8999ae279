using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>What real programs sent, replayed.</summary>
public class CaptureTests
{
    [Fact]
    public void Follows_Gunicorn_with_a_prefix_and_tags() =>
        NumbersOf("gunicorn-20.1.0-native-prefix-tags").Should().Equal(3, 4, 3);

    [Fact]
    public void Follows_Gunicorn_whose_workers_send_the_gauge_as_well() =>
        NumbersOf("gunicorn-20.1.0-approck-hooks").Should().Equal(1, 3, 1);

    [Fact]
    public void Follows_Gunicorn_that_sends_zero() =>
        NumbersOf("gunicorn-26.1.0-approck-hooks").Should().Equal(1, 3, 0, 2, 0);

    [Fact]
    public void Follows_a_DogStatsD_client_as_StatsD() =>
        NumbersOf("hot-shots-17.1.1").Should().Equal(4, 6, 5, 0.5, 2, 7);

    [Fact]
    public void Follows_a_DogStatsD_client_as_DogStatsD() =>
        NumbersOf("hot-shots-17.1.1", new SidecarSettings { StatsdGaugeSigns = GaugeSigns.Absolute }).Should().Equal(4, 2, -1, 0.5, 2, 7);

    [Fact]
    public void Follows_pystatsd_that_makes_a_negative_gauge_of_two_lines() =>
        NumbersOf("python3-statsd-4.0.1").Should().Equal(4, 6, 3, -5, 0, 4, 1.5);

    [Fact]
    public void Follows_uWSGI_by_the_sum_of_two_gauges() =>
        NumbersOf("uwsgi-2.0.21-stats-push-statsd", new SidecarSettings { WorkerGauges = ["core.busy_workers", "core.idle_workers"] }).Should().Equal(3);

    [Fact]
    public void Hears_no_workers_in_what_uWSGI_sends_unless_told_which() => NumbersOf("uwsgi-2.0.21-stats-push-statsd").Should().BeEmpty();

    private static List<double?> NumbersOf(string sender, SidecarSettings? settings = null)
    {
        var numbers = new List<double?>();
        using var count = new WorkerCount(settings ?? new SidecarSettings(), new SteppedTime());
        count.Changed += (_, now) => numbers.Add(now);
        IReadOnlyList<byte[]> datagrams = CapturedDatagrams.Of(sender);

        foreach (byte[] datagram in datagrams)
        {
            count.Apply(datagram);
        }

        count.Counters.Packets.Should().Be(datagrams.Count).And.BePositive();
        count.Mistakes().Should().BeEmpty();
        return numbers;
    }
}
