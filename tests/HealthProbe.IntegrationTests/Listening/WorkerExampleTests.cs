using System.Globalization;
using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.IntegrationTests.Listening;

public class WorkerExampleTests
{
    [Fact(Timeout = 30_000)]
    public async Task The_example_worker_opens_its_port_and_closes_it_first_thing_at_its_end()
    {
        int port;
        using (var free = new HealthListener(port: 0))
        {
            free.Start();
            port = free.Port;
        }

        using var worker = new RunningProgram(new Dictionary<string, string> { ["HEALTH_CHECK_PORT"] = port.ToString(CultureInfo.InvariantCulture) }, "worker.dll");

        await worker.ReadUntilAsync($"Health port {port} is open");
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
        worker.Signal(RunningProgram.Terminate);
        await worker.ReadUntilAsync($"Health port {port} is closed: the application is stopping");
        await worker.ReadUntilAsync("Application is shutting down...");
        (await worker.EndAsync()).Should().Be((0, ""));
    }
}
