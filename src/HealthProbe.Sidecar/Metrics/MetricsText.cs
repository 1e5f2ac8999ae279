using System.Globalization;
using System.Text;
using HealthProbe.Sidecar.Logging;

namespace HealthProbe.Sidecar.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _name = "";
    private string _header = "";

    /// <summary>Begins a metric; its series follow. One without any is not written at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type: counter, gauge or histogram.</param>
    /// <param name="help">One line without backslashes.</param>
    public MetricsText Metric(string name, string type, string help)
    {
        _name = name;
        _header = $"# HELP {name} {help}\n# TYPE {name} {type}\n";
        return this;
    }

    /// <summary>Writes a series of the metric that was begun.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Names and values; a value may be any text.</param>
    public MetricsText Series(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Series("", value, labels);

    /// <summary>Writes a series whose name has an ending, as those of a histogram have.</summary>
    public MetricsText Series(string ending, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_header).Append(_name).Append(ending);
        _header = "";
        for (int i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>A number as the format has it.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);

    private static string Escaped(string value) =>
        OneLine.Format(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
