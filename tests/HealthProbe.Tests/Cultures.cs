using System.Globalization;

namespace HealthProbe.Tests;

internal static class Cultures
{
    /// <summary>What de-DE writes, made here because the tests run without the data of real cultures.</summary>
    public static CultureInfo WithDecimalComma { get; } = new("")
    {
        NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "−" },
    };
}
