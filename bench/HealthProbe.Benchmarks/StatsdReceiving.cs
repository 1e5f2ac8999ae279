using System.Globalization;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Benchmarks;

/// <summary>The receiver as a process: writes its port, then for each line that it reads the packets, those that were dropped, and the workers. See bench/statsd.sh.</summary>
internal static class StatsdReceiving
{
    public static async Task RunAsync(string[] host)
    {
        using var count = new WorkerCount(new SidecarSettings(), TimeProvider.System);
        StatsdReceiver receiver = StatsdReceiver.Start(host.Length > 0 ? host[0] : "127.0.0.1", 0, count);
        Console.WriteLine(receiver.Port);
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Counters.Packets} {count.Counters.Dropped} {count.Current}"));
        }

        await receiver.DisposeAsync().ConfigureAwait(false);
    }
}
