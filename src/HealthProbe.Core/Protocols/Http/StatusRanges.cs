using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HealthProbe.Protocols.Http;

/// <summary>A set of status codes, written as <c>200-299,304</c>.</summary>
public sealed class StatusRanges
{
    private readonly List<(int First, int Last)> _ranges;
    private readonly string _text;

    private StatusRanges(List<(int First, int Last)> ranges, string text)
    {
        _ranges = ranges;
        _text = text;
    }

    /// <summary>200 to 299.</summary>
    public static StatusRanges Success { get; } = new([(200, 299)], "200-299");

    /// <summary>Reads codes and ranges of 100 to 599, separated by commas.</summary>
    /// <returns>Whether the text is such a set.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out StatusRanges? ranges)
    {
        var read = new List<(int First, int Last)>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryReadCode(ends[0], out int first) || !TryReadCode(ends[^1], out int last) || first > last)
            {
                ranges = null;
                return false;
            }

            read.Add((first, last));
        }

        ranges = new StatusRanges(read, text);
        return true;
    }

    /// <summary>Whether a status code is in the set.</summary>
    public bool Contains(int status) => _ranges.Exists(range => status >= range.First && status <= range.Last);

    /// <summary>The set as it was written.</summary>
    public override string ToString() => _text;

    private static bool TryReadCode(string text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= 100 and <= 599;
}
