using System.Runtime.InteropServices;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>Decodes blocks of header fields (HPACK, RFC 7541) of one connection.</summary>
internal sealed class HeaderDecoder
{
    // Fields named by one byte can stand for 4 KiB each, so the budget counts what they come to, over the whole connection.
    private const int MaxTextLength = ReceiveBuffer.DefaultBudget;

    private readonly HeaderTable _table = new();
    private int _textLength;

    /// <summary>Decodes the fields of one block; of several with one name the last counts.</summary>
    /// <exception cref="ProtocolException">The block is malformed, or all blocks come to more than 64 KiB.</exception>
    public Dictionary<string, string> Decode(ReadOnlySpan<byte> block)
    {
        var fields = new Dictionary<string, string>();

        // RFC 7541, section 4.2: the table changes its size at the beginning of a block only.
        while (!block.IsEmpty && block[0] is >= 0x20 and < 0x40)
        {
            _table.Resize(Integer(ref block, 5));
        }

        while (!block.IsEmpty)
        {
            (string name, string value) = DecodeField(ref block);
            fields[name] = value;
            _textLength += name.Length + value.Length;
            if (_textLength > MaxTextLength)
            {
                throw new ProtocolException("HTTP/2 header fields of more than 64 KiB");
            }
        }

        return fields;
    }

    // Section 6: the first bits say how a field is written.
    private (string Name, string Value) DecodeField(ref ReadOnlySpan<byte> block)
    {
        byte first = block[0];
        if (first >= 0x80)
        {
            return _table[Integer(ref block, 7)];
        }

        if (first is >= 0x20 and < 0x40)
        {
            throw new ProtocolException("an HTTP/2 header table that changes its size inside a block");
        }

        bool isAdded = first >= 0x40;
        int index = Integer(ref block, isAdded ? 6 : 4);
        string name = index == 0 ? Text(ref block) : _table[index].Name;
        string value = Text(ref block);
        if (isAdded)
        {
            _table.Add(name, value);
        }

        return (name, value);
    }

    private static string Text(ref ReadOnlySpan<byte> block)
    {
        bool isHuffman = !block.IsEmpty && block[0] >= 0x80;
        int length = Integer(ref block, 7);
        if (length > block.Length)
        {
            throw Truncated;
        }

        ReadOnlySpan<byte> encoded = block[..length];
        block = block[length..];
        if (!isHuffman)
        {
            return Encoding.Latin1.GetString(encoded);
        }

        var decoded = new List<byte>(length * 2);
        HuffmanCode.Decode(encoded, decoded);
        return Encoding.Latin1.GetString(CollectionsMarshal.AsSpan(decoded));
    }

    // Section 5.1: what does not fit the prefix goes on in groups of seven bits, the lowest first.
    private static int Integer(ref ReadOnlySpan<byte> block, int prefix)
    {
        int most = (1 << prefix) - 1;
        int value = Take(ref block) & most;
        if (value < most)
        {
            return value;
        }

        for (int shift = 0; shift <= 14; shift += 7)
        {
            byte next = Take(ref block);
            value += (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new ProtocolException("an HTTP/2 header field with a number out of range");
    }

    private static byte Take(ref ReadOnlySpan<byte> block)
    {
        byte first = block.IsEmpty ? throw Truncated : block[0];
        block = block[1..];
        return first;
    }

    private static ProtocolException Truncated => new("an HTTP/2 header field that is cut short");
}
