using System.Text;

namespace HealthProbe.Transport.Dns;

/// <summary>Domain names in messages (RFC 1035, sections 3.1 and 4.1.4). As text they have no dot at the end; the root is empty.</summary>
internal static class DnsName
{
    private const int MaxLabelBytes = 63;
    private const int MaxNameBytes = 255;
    private const int PointerMask = 0xC0;

    /// <summary>Writes a name without compression.</summary>
    /// <returns>False for a name that no message can contain: an empty or too long label, or too many of them.</returns>
    public static bool TryWrite(string name, List<byte> message)
    {
        if (name.Length > MaxNameBytes - 2)
        {
            return false;
        }

        foreach (string label in name.Split('.'))
        {
            if (label.Length is 0 or > MaxLabelBytes || !Ascii.IsValid(label))
            {
                return false;
            }

            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        return true;
    }

    /// <summary>Reads a name.</summary>
    /// <param name="message">The whole message, because a name can point to an earlier one.</param>
    /// <param name="position">Where the name starts; afterwards, where the rest of the message starts.</param>
    /// <param name="name">The name.</param>
    /// <returns>False for a name that is cut off, too long, or whose pointers do not lead back.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int position, out string name)
    {
        var text = new StringBuilder();
        int at = position;
        int smallestPointer = position;
        bool isInPlace = true;
        name = "";
        while (at < message.Length)
        {
            int length = message[at++];
            if ((length & PointerMask) == PointerMask)
            {
                if (at == message.Length)
                {
                    return false;
                }

                int pointer = ((length & ~PointerMask) << 8) | message[at++];
                position = isInPlace ? at : position;
                isInPlace = false;

                // Each pointer leads further back than the one before, so no chain of them is a loop.
                if (pointer >= smallestPointer)
                {
                    return false;
                }

                (at, smallestPointer) = (pointer, pointer);
            }
            else if (length == 0)
            {
                position = isInPlace ? at : position;
                name = text.ToString();
                return true;
            }
            else if (length > MaxLabelBytes || at + length > message.Length || text.Length + length > MaxNameBytes)
            {
                return false;
            }
            else
            {
                text.Append(text.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(message.Slice(at, length)));
                at += length;
            }
        }

        return false;
    }
}
