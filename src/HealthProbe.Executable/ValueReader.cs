using System.Globalization;

namespace HealthProbe.Executable;

/// <summary>The readers of option values that several options share. Each gives what to write instead of what it cannot read.</summary>
internal static class ValueReader
{
    public static TimeSpan Duration(string text, out string? mistake)
    {
        mistake = HealthProbe.Duration.TryParse(text, out TimeSpan duration)
            ? null
            : $"{Quoted.Of(text)} is not a duration from 1ms to 24h: {HealthProbe.Duration.Grammar}";
        return duration;
    }

    public static TimeSpan? OptionalDuration(string text, out string? mistake) => Duration(text, out mistake);

    /// <summary>A whole number from 1 to 10,000.</summary>
    public static int Count(string text, out string? mistake)
    {
        bool isCount = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 10_000;
        mistake = isCount ? null : $"{Quoted.Of(text)} is not a count: write a number from 1 to 10000";
        return count;
    }

    /// <summary>On or off, as a variable says it.</summary>
    public static bool Switch(string text, out string? mistake)
    {
        mistake = text is "true" or "1" or "false" or "0" ? null : $"{Quoted.Of(text)} is neither on nor off: write true or false";
        return text is "true" or "1";
    }

    public static string? Text(string text, out string? mistake)
    {
        mistake = text.Length == 0 ? "it is empty: write some text" : null;
        return text;
    }
}
