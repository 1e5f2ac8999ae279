using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

public class HostilePacketTests
{
    private const int Seed = 20_260;

    [Fact]
    public void Survives_200_000_packets_and_hears_the_next_gauge()
    {
        const int packets = 200_000;
        var hostile = new HostilePackets(Seed);
        using WorkerCount count = Counting.Workers();
        long lines = 0;

        for (int i = 0; i < packets; i++)
        {
            ReadOnlySpan<byte> packet = hostile.Next();
            lines += packet.Count((byte)'\n') + 1;
            count.Apply(packet);
        }

        count.Counters.Packets.Should().Be(packets);
        long read = count.Counters.Samples + count.Counters.Errors.Sum(error => error.Value);
        read.Should().BeInRange(lines / 2, lines);
        count.Counters.Errors.Should().OnlyContain(error => error.Value > 0, "the packets reach every reason");
        double.IsFinite(count.Current!.Value).Should().BeTrue();
        count.Apply("workers:3|g");
        count.Current.Should().Be(3);
    }

    [Fact]
    public void Reads_20_000_packets_as_the_grammar_says()
    {
        var hostile = new HostilePackets(Seed + 1);
        int gauges = 0;
        for (int i = 0; i < 20_000; i++)
        {
            foreach (string line in Encoding.Latin1.GetString(hostile.Next()).Split('\n'))
            {
                StatsdLine read = StatsdLine.Read(Encoding.Latin1.GetBytes(line), GaugeSigns.Delta);
                bool isGauge = SlowReader.IsGauge(line, out string name, out double value, out bool isDelta);
                if ((read.Kind == LineKind.Gauge) != isGauge || (isGauge && (Encoding.Latin1.GetString(read.Name), read.Value, read.IsDelta) != (name, value, isDelta)))
                {
                    Assert.Fail($"{line} is read as {read.Kind} {read.Value} {read.IsDelta}, and the grammar says {isGauge} {value} {isDelta}");
                }

                gauges += isGauge ? 1 : 0;
            }
        }

        gauges.Should().BeGreaterThan(5_000);
    }
}
