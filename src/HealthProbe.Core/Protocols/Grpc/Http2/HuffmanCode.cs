using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>The Huffman code of header fields (RFC 7541, appendix B). It is canonical: the lengths alone define it.</summary>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int LongestCode = 30;

    private static readonly short[] Symbols = SymbolsByCode();

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Appends the decoded bytes.</summary>
    /// <exception cref="ProtocolException">It is not this code, or its padding is wrong (section 5.2).</exception>
    public static void Decode(ReadOnlySpan<byte> encoded, List<byte> decoded)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        counts.Clear();
        foreach (byte length in Lengths)
        {
            counts[length]++;
        }

        var walk = new Walk();
        foreach (byte octet in encoded)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                if (walk.Next((octet >> bit) & 1, counts) is int index)
                {
                    decoded.Add(Symbols[index] == EndOfString ? throw Wrong : (byte)Symbols[index]);
                    walk = new Walk();
                }
            }
        }

        if (walk.Depth > 7 || !walk.IsAllOnes)
        {
            throw Wrong;
        }
    }

    private static ProtocolException Wrong => new("an HTTP/2 header field that cannot be decoded");

    private static short[] SymbolsByCode()
    {
        short[] symbols = new short[Lengths.Length];
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            for (short symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] == length)
                {
                    symbols[index++] = symbol;
                }
            }
        }

        return symbols;
    }

    /// <summary>The way from the root to a symbol: a canonical code counts upwards within a length, and so needs no tree.</summary>
    private struct Walk
    {
        private int _code;
        private int _first;
        private int _index;

        public int Depth { get; private set; }

        public readonly bool IsAllOnes => _code == (1 << Depth) - 1;

        public int? Next(int bit, ReadOnlySpan<int> counts)
        {
            _code = (_code << 1) | bit;
            _first <<= 1;
            Depth++;
            if (_code - _first < counts[Depth])
            {
                return _index + _code - _first;
            }

            _index += counts[Depth];
            _first += counts[Depth];
            return null;
        }
    }
}
