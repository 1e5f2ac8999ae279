using BenchmarkDotNet.Running;

namespace HealthProbe.Benchmarks;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        switch (args)
        {
            case ["statsd-fuzz", .. var numbers]:
                StatsdFuzz.Run(numbers);
                break;
            case ["statsd-receive", .. var host]:
                await StatsdReceiving.RunAsync(host).ConfigureAwait(false);
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
    }
}
