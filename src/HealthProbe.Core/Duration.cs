using System.Buffers;
using System.Globalization;

namespace HealthProbe;

/// <summary>
/// A length of time as a person writes it: <c>500ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>, <c>1m30s</c>; a bare number is seconds.
/// </summary>
public static class Duration
{
    /// <summary>What to write, for messages.</summary>
    internal const string Grammar = "write for example 500ms, 1.5s, 2m or 1m30s";

    /// <summary>The longest duration that is read: 24 hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration longer than zero and at most <see cref="Longest"/>.</summary>
    /// <param name="text">The text; ASCII digits, a point for fractions, units in descending order.</param>
    /// <param name="duration">The duration, or zero when the text is not one.</param>
    /// <returns>Whether the text is such a duration.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        decimal milliseconds = 0;
        decimal previousUnit = decimal.MaxValue;
        bool isFirst = true;
        while (!text.IsEmpty)
        {
            if (!TryTakeNumber(ref text, out decimal number) || !TryTakeUnit(ref text, isFirst, out decimal unit) || unit >= previousUnit)
            {
                return false;
            }

            milliseconds += number * unit;
            previousUnit = unit;
            isFirst = false;
        }

        if (milliseconds <= 0 || milliseconds > (decimal)Longest.TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
        return duration > TimeSpan.Zero;
    }

    /// <summary>
    /// Writes a duration the way <see cref="TryParse"/> reads it, in the largest unit that needs no rounding: <c>1.5s</c>, <c>1m30s</c>.
    /// </summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.####}ms");
        }

        int hours = (int)duration.TotalHours;
        decimal seconds = duration.Seconds + ((decimal)(duration.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerSecond);
        string text = (hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h") : "")
            + (duration.Minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}m") : "");
        return seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text}{seconds:0.#######}s") : text;
    }

    /// <summary>Writes a duration for a message: a measured one, or the rest of one, is rounded to milliseconds.</summary>
    internal static string FormatRounded(TimeSpan duration)
    {
        long milliseconds = (long)Math.Round(duration.TotalMilliseconds);
        return Format(milliseconds == 0 ? duration : TimeSpan.FromMilliseconds(milliseconds));
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        int length = text.IndexOfAnyExcept(NumberCharacters);
        ReadOnlySpan<char> digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];

        // Nine digits are more than 24 hours in milliseconds, and more than a tick after the point.
        number = 0;
        return digits.Length is > 0 and <= 18
            && char.IsAsciiDigit(digits[0])
            && char.IsAsciiDigit(digits[^1])
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> text, bool isFirst, out decimal milliseconds)
    {
        int length = text.IndexOfAnyInRange('0', '9');
        ReadOnlySpan<char> unit = length < 0 ? text : text[..length];
        text = text[unit.Length..];
        milliseconds = unit switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "" when isFirst => 1_000,
            _ => 0,
        };
        return milliseconds > 0;
    }
}
