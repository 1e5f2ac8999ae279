using System.Text;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>One gauge of the number of workers.</summary>
/// <param name="name">Its name, which matches alone and behind any prefix that ends with a dot.</param>
internal sealed class WorkerGauge(string name)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    /// <summary>The value; null before the first sample.</summary>
    public double? Value { get; private set; }

    /// <summary>The time of the last sample.</summary>
    public TimeSpan ReceivedAt { get; private set; }

    public bool Has(ReadOnlySpan<byte> name) =>
        name.EndsWith(_name) && (name.Length == _name.Length || name[^(_name.Length + 1)] == '.');

    /// <summary>
    /// Takes a line. A change before any value counts from 0; one to a value that is too old to be used counts from it, as the sender does.
    /// </summary>
    public void Take(StatsdLine line, TimeSpan now)
    {
        Value = line.IsDelta ? Sum(Value ?? 0, line.Value) : line.Value;
        ReceivedAt = now;
    }

    /// <summary>The sum of two finite numbers, finite as well.</summary>
    public static double Sum(double left, double right) => Math.Clamp(left + right, double.MinValue, double.MaxValue);
}
