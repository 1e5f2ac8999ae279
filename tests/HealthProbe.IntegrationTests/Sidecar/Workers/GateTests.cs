using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar.Workers;

/// <summary>What the tests of all senders need.</summary>
public abstract class GateTests
{
    protected const int Limit = 180_000;

    internal static DependencySettings Probe(int port) => new()
    {
        Name = "workers",
        Target = $"tcp://127.0.0.1:{port}",
        Probe = Question.ProbeOf($"tcp://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromSeconds(5),
        Period = TimeSpan.FromMilliseconds(50),
        Failures = 2,
        BacksOff = false,
    };

    /// <summary>Hears the gauges of a sender in the place of a sidecar until one of them says a number.</summary>
    internal static async Task HearAsync(UdpClient socket, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Encoding.UTF8.GetString((await socket.ReceiveAsync(limit.Token)).Buffer) != line)
        {
        }
    }

    /// <summary>Waits until the metrics hold a line.</summary>
    internal static async Task UntilMetricAsync(RunningSidecar sidecar, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string metrics;
        while (!(metrics = (await sidecar.GetAsync("/metrics")).Body).Split('\n').Contains(line))
        {
            limit.IsCancellationRequested.Should().BeFalse($"{line} should be in {metrics}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    internal static Task UntilNumberAsync(RunningSidecar sidecar, int workers) => UntilMetricAsync(sidecar, $"healthprobe_workers {workers}");

    /// <summary>Not live any more, and for good.</summary>
    internal static async Task StaysNotLiveAsync(RunningSidecar sidecar)
    {
        await sidecar.UntilAsync("/health/live", 422);
        for (int i = 0; i < 100; i++)
        {
            (await sidecar.GetAsync("/health/live")).Status.Should().Be(422);
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
