using BenchmarkDotNet.Attributes;
using HealthProbe.Cli;

namespace HealthProbe.Benchmarks;

/// <summary>What the short road saves over the parser on the arguments that both read.</summary>
[MemoryDiagnoser]
public class ArgumentReading
{
    private static readonly string[] Arguments = ["127.0.0.1", "8000"];

    [Benchmark(Baseline = true)]
    public bool Short_road() => ShortRoad.TryRead(Arguments, NoVariable, out _);

    [Benchmark]
    public object Parser() => new Cli.CommandLine(NoVariable).Read(Arguments);

    private static string? NoVariable(string name) => null;
}
