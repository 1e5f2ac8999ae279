using System.Diagnostics;
using System.Globalization;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Tests.Sidecar.Statsd;

namespace HealthProbe.Benchmarks;

/// <summary>Hands random and mutated packets to the count of workers, in both readings of signs, and says what came of it. See bench/statsd-fuzz.sh.</summary>
internal static class StatsdFuzz
{
    private const int UsualPackets = 10_000_000;
    private const int UsualSeed = 1;

    public static void Run(string[] numbers)
    {
        int packets = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : UsualPackets;
        int seed = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : UsualSeed;
        long exceptions = 0;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => exceptions++;
        var hostile = new HostilePackets(seed);
        using var any = new WorkerCount(new SidecarSettings(), TimeProvider.System);
        using var sum = new WorkerCount(
            new SidecarSettings { StatsdGaugeSigns = GaugeSigns.Absolute, WorkerGauges = ["gunicorn.workers", "workers"] },
            TimeProvider.System);
        long bytes = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < packets; i++)
        {
            ReadOnlySpan<byte> packet = hostile.Next();
            bytes += packet.Length;
            (i % 2 == 0 ? any : sum).Apply(packet);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        IEnumerable<string> errors = any.Counters.Errors.Zip(sum.Counters.Errors, (a, b) => string.Create(CultureInfo.InvariantCulture, $"{a.Key} {a.Value + b.Value}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{any.Counters.Packets + sum.Counters.Packets} packets of {bytes / 1_000_000} MB in {elapsed.TotalSeconds:0.0} s (seed {seed}): exceptions {exceptions}, {allocated} bytes allocated"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"samples {any.Counters.Samples + sum.Counters.Samples}, {string.Join(", ", errors)}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"workers {any.Current} and {sum.Current}"));
    }
}
