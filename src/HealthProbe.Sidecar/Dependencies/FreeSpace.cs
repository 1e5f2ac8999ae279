using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>
/// How much of a disk must be free: a number of bytes such as <c>500MB</c> or <c>1.5GiB</c>, or a part of the whole such as <c>10%</c>.
/// </summary>
internal sealed class FreeSpace
{
    /// <summary>What to write, for messages.</summary>
    public const string Grammar = "write for example 500MB, 2GiB or 10%";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly string[] Powers = ["K", "M", "G", "T"];

    private readonly string _text;
    private readonly decimal _number;
    private readonly bool _isPercent;

    private FreeSpace(string text, decimal number, bool isPercent) => (_text, _number, _isPercent) = (text, number, isPercent);

    /// <summary>Reads a size: B, KB to TB by thousands, KiB to TiB by 1,024, bare bytes, or a percentage; more than zero.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FreeSpace? space)
    {
        int length = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        string unit = length < 0 ? "" : text[length..].ToUpperInvariant();
        decimal factor = unit == "%" ? 1 : Factor(unit);
        bool isNumber = decimal.TryParse(length < 0 ? text : text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number > 0 && number <= (unit == "%" ? 100 : long.MaxValue);
        space = isNumber && factor > 0 ? new FreeSpace(text, number * factor, unit == "%") : null;
        return space is not null;
    }

    /// <summary>Whether so many bytes are enough, on a disk of so many.</summary>
    public bool IsEnough(long free, long total) => _isPercent ? total > 0 && free * 100m / total >= _number : free >= _number;

    /// <summary>A number of bytes for a person, by thousands.</summary>
    public static string Format(long bytes)
    {
        double number = bytes;
        string unit = "B";
        foreach (string power in Powers)
        {
            if (number >= 1000)
            {
                (number, unit) = (number / 1000, power + "B");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#}{unit}");
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static decimal Factor(string unit)
    {
        if (unit is "" or "B")
        {
            return 1;
        }

        bool isBinary = unit.EndsWith("IB", StringComparison.Ordinal);
        int power = Array.FindIndex(Powers, each => unit == each + (isBinary ? "IB" : "B"));
        decimal factor = power < 0 ? 0 : 1;
        for (int i = 0; i <= power; i++)
        {
            factor *= isBinary ? 1024 : 1000;
        }

        return factor;
    }
}
