using BenchmarkDotNet.Attributes;

namespace HealthProbe.Benchmarks;

/// <summary>From <c>1m30s</c> to a time span.</summary>
[MemoryDiagnoser]
public class DurationParsing
{
    [Params("500ms", "1.5s", "1m30s", "1", "soon")]
    public string Text { get; set; } = "";

    [Benchmark]
    public bool Parse() => Duration.TryParse(Text, out _);
}
