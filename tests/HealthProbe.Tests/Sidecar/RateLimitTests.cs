using System.Net;
using HealthProbe.Sidecar.Serving;

namespace HealthProbe.Tests.Sidecar;

public class RateLimitTests
{
    private static readonly IPAddress Client = IPAddress.Parse("10.0.0.1");

    [Fact]
    public void Lets_so_many_pass_in_a_second_and_again_in_the_next()
    {
        var time = new SteppedTime();
        var limit = new RateLimit(3, time);

        Allowed(limit, Client, 5).Should().Equal(true, true, true, false, false);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Allowed(limit, Client, 1).Should().Equal(false);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Allowed(limit, Client, 4).Should().Equal(true, true, true, false);
        time.Advance(TimeSpan.FromHours(1));
        Allowed(limit, Client, 4).Should().Equal(true, true, true, false);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:0:ffff::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Counts_each_address_of_IPv4_and_each_network_of_64_bits_of_IPv6(string first, string second, bool isSame)
    {
        var limit = new RateLimit(1, new SteppedTime());

        Allowed(limit, IPAddress.Parse(first), 2).Should().Equal(true, false);
        Allowed(limit, IPAddress.Parse(second), 1).Should().Equal(!isSame);
    }

    [Fact]
    public void Counts_right_when_many_ask_at_once()
    {
        var limit = new RateLimit(1000, new SteppedTime());

        int allowed = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (limit.Allows(Client))
            {
                Interlocked.Increment(ref allowed);
            }
        });

        allowed.Should().Be(1000);
    }

    private static bool[] Allowed(RateLimit limit, IPAddress client, int times) => [.. Enumerable.Range(0, times).Select(_ => limit.Allows(client))];
}
