namespace HealthProbe.Cli.FastPath;

/// <summary>
/// Reads IP addresses as they are usually written. Other spellings, zones and addresses that other networks map are for the command.
/// </summary>
internal static unsafe class AddressReader
{
    private const int Groups = 8;

    /// <summary>Reads four decimal numbers without leading zeros.</summary>
    public static bool TryReadInet(Text text, byte* address)
    {
        for (int i = 0; i < 4; i++)
        {
            int end = i < 3 ? text.IndexOf((byte)'.') : text.Length;
            int number = end is >= 1 and <= 3 ? text.To(end).ToNumber() : -1;
            if (number is < 0 or > 255)
            {
                return false;
            }

            address[i] = (byte)number;
            text = i < 3 ? text.From(end + 1) : text;
        }

        return true;
    }

    /// <summary>Reads groups of hexadecimal digits with at most one <c>::</c> (RFC 4291, section 2.2).</summary>
    public static bool TryReadInet6(Text text, byte* address)
    {
        int groups = 0;
        int gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text.From(2);
        }

        while (text.Length > 0)
        {
            int length = 0;
            int value = 0;
            for (; length < text.Length && Text.IsHexDigit(text.Start[length]); length++)
            {
                byte digit = text.Start[length];
                value = (value << 4) + (Text.IsDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
                if (length == 4)
                {
                    return false;
                }
            }

            if (length == 0 || groups == Groups)
            {
                return false;
            }

            address[2 * groups] = (byte)(value >> 8);
            address[(2 * groups) + 1] = (byte)value;
            groups++;
            text = text.From(length);
            if (text.Length == 0)
            {
                break;
            }

            bool isGap = gap < 0 && text.StartsWith("::"u8);
            if (text.First != ':' || text.Length == 1)
            {
                return false;
            }

            gap = isGap ? groups : gap;
            text = text.From(isGap ? 2 : 1);
        }

        return (gap < 0 ? groups == Groups : groups < Groups) && Spread(address, groups, gap);
    }

    // Moves the groups behind the gap to the end. Mapped IPv4 addresses (::ffff:0:0/96) and other spellings of :: are for the command.
    private static bool Spread(byte* address, int groups, int gap)
    {
        if (gap >= 0)
        {
            int moved = 2 * (groups - gap);
            for (int i = 1; i <= moved; i++)
            {
                address[(2 * Groups) - i] = address[(2 * groups) - i];
            }

            for (int i = 2 * gap; i < (2 * Groups) - moved; i++)
            {
                address[i] = 0;
            }
        }

        return !IsMappedOrUnspecified(address);
    }

    private static bool IsMappedOrUnspecified(byte* address)
    {
        int leading = 0;
        while (leading < 2 * Groups && address[leading] == 0)
        {
            leading++;
        }

        return leading == 2 * Groups || (leading == 10 && address[10] == 0xFF && address[11] == 0xFF);
    }
}
