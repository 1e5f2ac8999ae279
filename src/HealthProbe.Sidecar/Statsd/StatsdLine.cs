using System.Buffers;
using System.Globalization;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>
/// One line of a packet, read: <c>name:value|type</c> and fields in any order, as StatsD and DogStatsD write it. Nothing is copied.
/// </summary>
internal readonly ref struct StatsdLine
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // What double.TryParse takes besides: infinity, NaN, zero bytes at the end.
    private static readonly SearchValues<byte> DecimalCharacters = SearchValues.Create("0123456789+-.eE"u8);

    private StatsdLine(LineKind kind, ReadOnlySpan<byte> name = default, double value = 0, bool isDelta = false, LineError error = default)
    {
        Kind = kind;
        Name = name;
        Value = value;
        IsDelta = isDelta;
        Error = error;
    }

    public LineKind Kind { get; }

    /// <summary>The name of a gauge.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>
    /// The value of a gauge; of several (<c>name:1:2:3|g</c>) what they come to one after another, which without deltas is the last.
    /// </summary>
    public double Value { get; }

    /// <summary>Whether the value is to be added to what the gauge is.</summary>
    public bool IsDelta { get; }

    /// <summary>Why it cannot be read, when it cannot.</summary>
    public LineError Error { get; }

    /// <summary>Reads one line, without its line feed. Never throws, and never allocates.</summary>
    public static StatsdLine Read(ReadOnlySpan<byte> line, GaugeSigns signs)
    {
        if (line is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        if (line.IsEmpty || line.StartsWith("_e{"u8) || line.StartsWith("_sc|"u8))
        {
            return new StatsdLine(LineKind.Nothing);
        }

        int colon = line.IndexOfAny((byte)':', (byte)'|');
        if (colon < 0 || line[colon] != ':')
        {
            return Unreadable(LineError.NoValue);
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> rest = line[(colon + 1)..];
        ReadOnlySpan<byte> values = Cut(ref rest, (byte)'|');
        ReadOnlySpan<byte> type = Cut(ref rest, (byte)'|');
        if (name.IsEmpty)
        {
            return Unreadable(LineError.NoName);
        }

        if (values.IsEmpty)
        {
            return Unreadable(LineError.NoValue);
        }

        if (type.IsEmpty)
        {
            return Unreadable(LineError.NoType);
        }

        bool isSet = type.SequenceEqual("s"u8);
        if (!isSet && !IsNumeric(type))
        {
            return Unreadable(LineError.UnknownType);
        }

        double value = 0;
        bool isDelta = false;
        if (!isSet && !TryReadValues(values, signs, out value, out isDelta))
        {
            return Unreadable(LineError.BadValue);
        }

        if (!HasGoodRate(rest))
        {
            return Unreadable(LineError.BadRate);
        }

        return type.SequenceEqual("g"u8) ? new StatsdLine(LineKind.Gauge, name, value, isDelta) : new StatsdLine(LineKind.Sample);
    }

    private static StatsdLine Unreadable(LineError error) => new(LineKind.Error, error: error);

    // Gauges, counters, timers, histograms and distributions of DogStatsD, meters, key and value pairs of statsite.
    private static bool IsNumeric(ReadOnlySpan<byte> type) => type switch
    {
        [(byte)'g' or (byte)'c' or (byte)'h' or (byte)'d' or (byte)'m'] => true,
        [(byte)'m', (byte)'s'] or [(byte)'k', (byte)'v'] => true,
        _ => false,
    };

    // Signed values are added up, and a plain one stands for itself.
    private static bool TryReadValues(ReadOnlySpan<byte> values, GaugeSigns signs, out double value, out bool isDelta)
    {
        value = 0;
        isDelta = true;
        for (int colon = 0; colon >= 0;)
        {
            colon = values.IndexOf((byte)':');
            ReadOnlySpan<byte> text = colon < 0 ? values : values[..colon];
            if (!TryReadNumber(text, out double number))
            {
                return false;
            }

            bool isSigned = signs == GaugeSigns.Delta && text[0] is (byte)'+' or (byte)'-';
            value = isSigned ? value + number : number;
            isDelta &= isSigned;
            values = values[(colon + 1)..];
        }

        return double.IsFinite(value);
    }

    private static bool HasGoodRate(ReadOnlySpan<byte> fields)
    {
        while (!fields.IsEmpty)
        {
            ReadOnlySpan<byte> field = Cut(ref fields, (byte)'|');
            if (field is [(byte)'@', .. var rate] && !(TryReadNumber(rate, out double number) && number > 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        return !text.ContainsAnyExcept(DecimalCharacters)
            && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    // What stands before the separator; the rest is what stands after it, or nothing.
    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> rest, byte separator)
    {
        int end = rest.IndexOf(separator);
        ReadOnlySpan<byte> before = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return before;
    }
}
