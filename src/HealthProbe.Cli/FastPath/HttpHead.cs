namespace HealthProbe.Cli.FastPath;

/// <summary>Reads the head of an HTTP/1.1 response if it is plain: a status of 200 to 299 and well-formed header fields.</summary>
internal static unsafe class HttpHead
{
    // "HTTP/1.1 200".
    private const int StatusBytes = 12;

    /// <summary>Reads what was received.</summary>
    /// <param name="received">The response from its first byte.</param>
    /// <param name="remaining">How many bytes of the body are still to come; more than fit if only the end of the connection tells.</param>
    public static ResponseState Read(Text received, out long remaining)
    {
        remaining = 0;
        int end = received.IndexOf((byte)'\n');
        if (end < 0)
        {
            return ResponseState.Incomplete;
        }

        if (!IsStatusLine(received.To(end)))
        {
            return ResponseState.Other;
        }

        bool isEmpty = received.Start[10] == '0' && received.Start[11] == '4';
        long contentLength = -1;
        bool isChunked = false;
        Text rest = received.From(end + 1);
        while (true)
        {
            end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                return ResponseState.Incomplete;
            }

            if (end == 0 || rest.Start[end - 1] != '\r')
            {
                return ResponseState.Other;
            }

            Text line = rest.To(end - 1);
            rest = rest.From(end + 1);
            if (line.Length == 0)
            {
                break;
            }

            if (!TryReadField(line, ref contentLength, ref isChunked))
            {
                return ResponseState.Other;
            }
        }

        if (isChunked && contentLength >= 0)
        {
            return ResponseState.Other;
        }

        bool isComplete = isEmpty || (isChunked ? EndsWithLastChunk(rest) : contentLength >= 0 && rest.Length >= contentLength);
        remaining = isComplete ? 0 : contentLength >= 0 ? contentLength - rest.Length : long.MaxValue;
        return ResponseState.Healthy;
    }

    private static bool IsStatusLine(Text line) => line.Length > StatusBytes && line.Last == '\r' && line.StartsWith("HTTP/1."u8)
        && line.Start[7] is (byte)'0' or (byte)'1' && line.Start[8] == ' ' && line.Start[9] == '2'
        && Text.IsDigit(line.Start[10]) && Text.IsDigit(line.Start[11])
        && line.Start[StatusBytes] is (byte)' ' or (byte)'\r' && IsPrintable(line.To(line.Length - 1));

    // A line that is folded, has no name, or has control characters is for the command.
    private static bool TryReadField(Text line, ref long contentLength, ref bool isChunked)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || !IsPrintable(line))
        {
            return false;
        }

        Text name = line.To(colon);
        for (int i = 0; i < name.Length; i++)
        {
            if (!Text.IsLetter(name.Start[i]) && !Text.IsDigit(name.Start[i]) && name.Start[i] is not ((byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        Text value = line.From(colon + 1);
        value = value.First == ' ' ? value.From(1) : value;
        if (IsName(name, "content-length"u8))
        {
            bool isFirst = contentLength < 0;
            contentLength = value.ToNumber();
            return isFirst && contentLength >= 0;
        }

        if (IsName(name, "transfer-encoding"u8))
        {
            bool isFirst = !isChunked;
            isChunked = value.Is("chunked"u8);
            return isFirst && isChunked;
        }

        return true;
    }

    private static bool IsPrintable(Text line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line.Start[i] is < (byte)' ' and not (byte)'\t' or 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(Text name, ReadOnlySpan<byte> lowerCase)
    {
        Text expected = Text.FromLiteral(lowerCase);
        bool isEqual = name.Length == expected.Length;
        for (int i = 0; isEqual && i < name.Length; i++)
        {
            isEqual = (name.Start[i] | 0x20) == expected.Start[i];
        }

        return isEqual;
    }

    private static bool EndsWithLastChunk(Text body) => body.Length >= 5 && body.From(body.Length - 5).Is("0\r\n\r\n"u8)
        && (body.Length == 5 || body.Start[body.Length - 6] == '\n');
}
