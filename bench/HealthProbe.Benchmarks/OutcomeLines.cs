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

    private static readonly WaitResult Refused = Once(Outcome.Unhealthy(Reason.Refused, "connection refused"));
    private static readonly WaitResult Endless = Once(Outcome.Unhealthy(Reason.Error, new string('é', 2_000)));

    [Benchmark]
    public string Text() => OutcomeWriter.Text(Asked, Refused, isWait: false);

    [Benchmark]
    public string Text_cut_short() => OutcomeWriter.Text(Asked, Endless, isWait: false);

    [Benchmark]
    public string Json() => OutcomeWriter.Json(Asked, Refused, isWait: false);

    private static WaitResult Once(Outcome outcome) => new(outcome with { Elapsed = TimeSpan.FromMilliseconds(0.412) }, TimeSpan.FromMilliseconds(0.412), 1, []);
}
