using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Tests.Sidecar.Metrics;

public class DependencyStatisticsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.1, 1)]
    [InlineData(10_000, 12)]
    [InlineData(10_001, 13)]
    public void A_duration_is_in_the_first_bucket_whose_bound_it_does_not_exceed_and_in_all_after_it(double milliseconds, int first)
    {
        var statistics = new DependencyStatistics();

        statistics.Add(Outcome.Healthy() with { Elapsed = TimeSpan.FromMilliseconds(milliseconds) });

        statistics.Read().CountsUpTo.Should().Equal(DependencyStatistics.Bounds.Select((_, index) => index < first ? 0L : 1L));
    }

    [Fact]
    public void The_bounds_ascend_to_infinity() =>
        DependencyStatistics.Bounds.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.Subject.Last().Should().Be(double.PositiveInfinity);

    [Fact]
    public void Each_reading_is_consistent_while_attempts_are_added()
    {
        const int Threads = 4;
        const int Attempts = 50_000;
        var statistics = new DependencyStatistics();
        var elapsed = TimeSpan.FromSeconds(0.25);
        Thread[] writers = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < Attempts; i++)
            {
                statistics.Add(Outcome.Unhealthy(Reason.Refused, "") with { Elapsed = elapsed });
            }
        }))];
        foreach (Thread writer in writers)
        {
            writer.Start();
        }

        AttemptTotals totals;
        do
        {
            totals = statistics.Read();
            totals.CountsUpTo.Should().BeInAscendingOrder();
            totals.Failures.Should().Be(totals.Attempts);
            totals.Seconds.Should().Be(totals.Attempts * elapsed.TotalSeconds);
        }
        while (Array.Exists(writers, writer => writer.IsAlive));
        statistics.Read().Attempts.Should().Be(Threads * Attempts);
    }
}
