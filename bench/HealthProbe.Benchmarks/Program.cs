using BenchmarkDotNet.Running;

namespace HealthProbe.Benchmarks;

internal static class Program
{
    private static void Main(string[] args)
    {
        if (args is ["statsd-fuzz", .. string[] numbers])
        {
            StatsdFuzz.Run(numbers);
        }
        else
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        }
    }
}
