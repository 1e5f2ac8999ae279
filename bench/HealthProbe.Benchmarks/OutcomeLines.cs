using BenchmarkDotNet.Attributes;
using HealthProbe.Cli;

namespace HealthProbe.Benchmarks;

/// <summary>The line that a user reads.</summary>
[MemoryDiagnoser]
public class OutcomeLines
{
    private static readonly Target Asked = Target.TryParse("tcp://127.0.0.1:8000", out Target? target, out string? mistake)
        ? target
        : throw new InvalidOperationException(mistake);

    private static readonly Outcome Refused = Outcome.Unhealthy(Reason.Refused, "connection refused") with { Elapsed = TimeSpan.FromMilliseconds(0.412) };
    private static readonly Outcome Endless = Outcome.Unhealthy(Reason.Error, new string('é', 2_000));

    [Benchmark]
    public string Text() => OutcomeWriter.Text(Asked, Refused);

    [Benchmark]
    public string Text_cut_short() => OutcomeWriter.Text(Asked, Endless);

    [Benchmark]
    public string Json() => OutcomeWriter.Json(Asked, Refused);
}
