using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace HealthProbe.IntegrationTests.Sidecar.Statsd;

public class FloodTests(ITestOutputHelper output)
{
    [Fact(Timeout = 60_000)]
    public async Task Hears_the_last_gauge_of_a_flood_and_holds_no_memory()
    {
        await using var hearing = new Hearing("127.0.0.1");
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = new IPEndPoint(IPAddress.Loopback, hearing.Port);
        long sent = Flood(sender, to, TimeSpan.FromSeconds(0.2));
        long before = Environment.WorkingSet;
        long allocatedBefore = GC.GetTotalAllocatedBytes();

        sent += Flood(sender, to, TimeSpan.FromSeconds(3));

        long allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        long grown = Environment.WorkingSet - before;
        await Hearing.UntilAsync(
            () => hearing.Count.Counters.Packets + hearing.Count.Counters.Dropped == sent,
            () => string.Create(CultureInfo.InvariantCulture, $"{hearing.Count.Counters.Packets} + {hearing.Count.Counters.Dropped} of {sent}"));

        // The last of the flood may be among those that were thrown away; this one comes when there is room.
        hearing.Send(IPAddress.Loopback, "workers:-7.5|g\nworkers:9|g");
        await hearing.UntilItHearsAsync(9);
        output.WriteLine($"figure: {sent + 1} sent, {hearing.Count.Counters.Packets} received, {hearing.Count.Counters.Dropped} dropped; {grown / 1024} KB grown, {allocated / 1024} KB allocated");
        hearing.Count.Counters.Errors.Should().OnlyContain(error => error.Value == 0);
        grown.Should().BeLessThan(16 * 1024 * 1024);
        allocated.Should().BeLessThan(4 * 1024 * 1024);
    }

    // As fast as it can: every hundredth is a gauge.
    private static long Flood(Socket sender, IPEndPoint to, TimeSpan duration)
    {
        byte[] sample = [.. "gunicorn.request.duration:1.033|ms|#env:prod"u8];
        SocketAddress address = to.Serialize();
        long start = Stopwatch.GetTimestamp();
        long sent = 0;
        do
        {
            byte[] gauge = Encoding.UTF8.GetBytes($"svc.gunicorn.workers:{sent % 8}|g");
            for (int i = 0; i < 1_000; i++)
            {
                sender.SendTo(i % 100 == 0 ? gauge : sample, SocketFlags.None, address);
            }

            sent += 1_000;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        return sent;
    }
}
