using System.Text;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;

namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>What the tests write of a count.</summary>
internal static class Counting
{
    public static WorkerCount Workers(TimeProvider? time = null) => new(new SidecarSettings(), time ?? new SteppedTime());

    public static WorkerCount SumOf(params string[] gauges) => new(new SidecarSettings { WorkerGauges = gauges }, new SteppedTime());

    public static void Apply(this WorkerCount count, string packet) => count.Apply(Encoding.UTF8.GetBytes(packet));

    /// <summary>The reasons that happened, such as <c>bad_value 2</c>.</summary>
    public static IEnumerable<string> Mistakes(this WorkerCount count) => count.Counters.Errors.Where(error => error.Value > 0).Select(error => FormattableString.Invariant($"{error.Key} {error.Value}"));
}
