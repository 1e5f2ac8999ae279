using BenchmarkDotNet.Attributes;

namespace HealthProbe.Benchmarks;

/// <summary>From what a person writes to a target, or to the line that says what to write instead.</summary>
[MemoryDiagnoser]
public class TargetParsing
{
    [Params("8000", "127.0.0.1:8000", "[::1]:8000", "tcp://db.example.internal:5432", "db:70000")]
    public string Text { get; set; } = "";

    [Benchmark]
    public bool Parse() => Target.TryParse(Text, out _, out _);
}
