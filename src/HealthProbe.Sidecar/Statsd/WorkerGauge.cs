using System.Text;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>One gauge that the number of workers is made of.</summary>
/// <param name="name">Its name, heard as it is and behind any prefix that ends with a dot.</param>
internal sealed class WorkerGauge(string name)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    /// <summary>What it is; null before it was heard.</summary>
    public double? Value { get; private set; }

    /// <summary>When it was heard last.</summary>
    public long HeardAt { get; private set; }

    public bool Has(ReadOnlySpan<byte> name) =>
        name.EndsWith(_name) && (name.Length == _name.Length || name[^(_name.Length + 1)] == '.');

    /// <summary>Takes a line. A change before any value counts from 0; one to a value that is too old to be used counts from it, as the sender does.</summary>
    public void Take(StatsdLine line, long now)
    {
        Value = line.IsDelta ? Sum(Value ?? 0, line.Value) : line.Value;
        HeardAt = now;
    }

    /// <summary>The sum of two finite numbers, finite as well.</summary>
    public static double Sum(double left, double right) => Math.Clamp(left + right, double.MinValue, double.MaxValue);
}
