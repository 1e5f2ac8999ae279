using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>The grammar of a line written a second time, as an expression, to compare the parser with.</summary>
internal static partial class SlowReader
{
    /// <summary>Whether the line, of one character for each byte, is a gauge that can be read, and its name and value.</summary>
    public static bool IsGauge(string line, out string name, out double value, out bool isDelta)
    {
        Match match = GaugeLine().Match(line);
        name = match.Groups["name"].Value;
        value = 0;
        isDelta = true;
        foreach (Capture number in match.Groups["value"].Captures)
        {
            bool isSigned = number.Value[0] is '+' or '-';
            double parsed = double.Parse(number.Value, CultureInfo.InvariantCulture);
            value = isSigned && double.IsFinite(parsed) ? value + parsed : parsed;
            isDelta &= isSigned;
            if (!double.IsFinite(parsed))
            {
                return false;
            }
        }

        return match.Success
            && double.IsFinite(value)
            && !line.StartsWith("_e{", StringComparison.Ordinal)
            && match.Groups["rate"].Captures.All(rate => double.Parse(rate.Value, CultureInfo.InvariantCulture) is > 0 and < double.PositiveInfinity);
    }

    [GeneratedRegex("""
        \A
        (?<name>[^:|]+)
        (?: : (?<value> [-+]? (?: [0-9]+\.?[0-9]* | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )? ) )+
        \|g
        (?: \|@ (?<rate> [-+]? (?: [0-9]+\.?[0-9]* | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )? ) (?=\||\r?\z) | \|(?!@)[^|]* )*
        \r?
        \z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex GaugeLine();
}
