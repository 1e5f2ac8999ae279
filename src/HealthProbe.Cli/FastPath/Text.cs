using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HealthProbe.Cli.FastPath;

/// <summary>Bytes that an argument or the environment contains: a span without the checks that could throw.</summary>
/// <param name="start">The first byte.</param>
/// <param name="length">The number of bytes.</param>
internal readonly unsafe struct Text(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public byte First => Length > 0 ? *Start : (byte)0;

    public byte Last => Length > 0 ? Start[Length - 1] : (byte)0;

    /// <summary>A text that ends with a zero byte.</summary>
    public static Text FromTerminated(byte* start)
    {
        int length = 0;
        while (start[length] != 0)
        {
            length++;
        }

        return new Text(start, length);
    }

    /// <summary>A literal, which lies in the file.</summary>
    public static Text FromLiteral(ReadOnlySpan<byte> literal) => new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)), literal.Length);

    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsHexDigit(byte value) => IsDigit(value) || (uint)((value | 0x20) - 'a') <= 5;

    public Text From(int position) => new(Start + position, Length - position);

    public Text To(int position) => new(Start, position);

    public int IndexOf(byte wanted)
    {
        int position = 0;
        while (position < Length && Start[position] != wanted)
        {
            position++;
        }

        return position < Length ? position : -1;
    }

    public bool StartsWith(ReadOnlySpan<byte> prefix) => FromLiteral(prefix).IsPrefixOf(this);

    /// <summary>Whether another text begins with this one.</summary>
    public bool IsPrefixOf(Text other)
    {
        for (int i = 0; i < Length; i++)
        {
            if (i >= other.Length || Start[i] != other.Start[i])
            {
                return false;
            }
        }

        return true;
    }

    public bool Is(ReadOnlySpan<byte> text) => Length == text.Length && StartsWith(text);

    /// <summary>Reads a decimal number of at most nine digits without a leading zero.</summary>
    /// <returns>The number, or -1.</returns>
    public int ToNumber()
    {
        if (Length is 0 or > 9 || (Length > 1 && First == '0'))
        {
            return -1;
        }

        int number = 0;
        for (int i = 0; i < Length; i++)
        {
            if (!IsDigit(Start[i]))
            {
                return -1;
            }

            number = (number * 10) + (Start[i] - '0');
        }

        return number;
    }

}
