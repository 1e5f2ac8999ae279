using System.Globalization;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Http;

/// <summary>Reads one HTTP/1.1 answer (RFC 9112), with a bound on every part of it.</summary>
internal sealed class HttpResponseReader(Stream stream)
{
    /// <summary>The most of a body that is read: 1 MiB.</summary>
    public const int LongestBody = 1024 * 1024;

    private const int LongestLine = 8192;
    private const int MostHeaderBytes = 64 * 1024;
    private const int MostInterimAnswers = 10;

    private readonly ByteReader _reader = new(stream);

    /// <summary>Reads the status line and the headers. Interim answers (1xx) are skipped, 101 apart: nobody asked to switch.</summary>
    public async ValueTask<HttpResponseHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        for (int interim = 0; interim <= MostInterimAnswers; interim++)
        {
            HttpResponseHead head = await ReadOneHeadAsync(cancellationToken).ConfigureAwait(false);
            if (head.Status is < 100 or >= 200 or 101)
            {
                return head;
            }
        }

        throw new ProtocolException("interim answers without end");
    }

    /// <summary>Reads the body up to <paramref name="maxBytes"/>.</summary>
    /// <returns>The body, and whether it was longer and has been cut.</returns>
    public async ValueTask<(byte[] Body, bool IsCut)> ReadBodyAsync(
        HttpResponseHead head, bool isHead, CancellationToken cancellationToken, int maxBytes = LongestBody)
    {
        if (isHead || head.Status is 204 or 304)
        {
            return ([], false);
        }

        using var body = new MemoryStream();
        string? coding = head.Header("Transfer-Encoding");
        bool isCut;
        if (coding is not null)
        {
            if (!coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            {
                throw new ProtocolException($"a transfer coding that was not asked for: {Quoted.Of(coding)}");
            }

            isCut = await ReadChunksAsync(body, maxBytes, cancellationToken).ConfigureAwait(false);
        }
        else if (head.Header("Content-Length") is string length)
        {
            isCut = await CopyAsync(body, ReadLength(length, NumberStyles.None), maxBytes, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            isCut = await CopyAsync(body, null, maxBytes, cancellationToken).ConfigureAwait(false);
        }

        return (body.ToArray(), isCut);
    }

    private async ValueTask<HttpResponseHead> ReadOneHeadAsync(CancellationToken cancellationToken)
    {
        int status = ReadStatus((await ReadFirstLineAsync(cancellationToken).ConfigureAwait(false)).Span);
        var headers = new List<KeyValuePair<string, string>>();
        int bytes = 0;
        while (true)
        {
            ReadOnlyMemory<byte> line = await _reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
            if (line.Length == 0)
            {
                return new HttpResponseHead(status, headers);
            }

            bytes += line.Length;
            if (bytes > MostHeaderBytes)
            {
                throw new ProtocolException("headers of more than 64 KiB");
            }

            headers.Add(ReadHeader(line.Span));
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadFirstLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProtocolException or EndOfStreamException && !MayBeStatus(_reader.Buffered.Span))
        {
            // Whatever it is, the one who reads the message may recognize it.
            throw NotHttp(_reader.Buffered.Span);
        }
    }

    private static bool MayBeStatus(ReadOnlySpan<byte> heard)
    {
        ReadOnlySpan<byte> start = "HTTP/1."u8;
        return heard.Length < start.Length ? start.StartsWith(heard) : heard.StartsWith(start);
    }

    private static int ReadStatus(ReadOnlySpan<byte> line)
    {
        // HTTP/1.0 and 1.1; "HTTP/1.1 200" without a phrase is common.
        bool isStatus = line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[8] == ' ' && (line.Length == 12 || line[12] == ' ');
        return isStatus && int.TryParse(line[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : throw NotHttp(line);
    }

    private static ProtocolException NotHttp(ReadOnlySpan<byte> heard) =>
        new($"not an HTTP answer: {Quoted.Of(Encoding.Latin1.GetString(heard[..Math.Min(heard.Length, 40)]))}");

    private static KeyValuePair<string, string> ReadHeader(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        return colon > 0
            ? new(Encoding.Latin1.GetString(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..]).Trim(' ', '\t'))
            : throw new ProtocolException($"a header without a colon: {Quoted.Of(Encoding.Latin1.GetString(line))}");
    }

    private async ValueTask<bool> ReadChunksAsync(MemoryStream body, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadOnlyMemory<byte> line = await _reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
            string size = Encoding.Latin1.GetString(line.Span).Split(';')[0].Trim();
            long length = ReadLength(size, NumberStyles.AllowHexSpecifier);
            if (length == 0)
            {
                return false;
            }

            if (await CopyAsync(body, length, maxBytes, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if ((await _reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false)).Length > 0)
            {
                throw new ProtocolException("a chunk longer than it says");
            }
        }
    }

    // Copies so many bytes, or all that come when there is no count; true when the bound was reached first.
    private async ValueTask<bool> CopyAsync(MemoryStream body, long? count, int maxBytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        long remaining = count ?? long.MaxValue;
        while (remaining > 0)
        {
            int room = (int)Math.Min(Math.Min(remaining, buffer.Length), maxBytes - body.Length);
            if (room == 0)
            {
                return true;
            }

            int read = await _reader.ReadAsync(buffer.AsMemory(0, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return count is null ? false : throw new EndOfStreamException();
            }

            body.Write(buffer, 0, read);
            remaining -= read;
        }

        return false;
    }

    private static long ReadLength(string text, NumberStyles style) =>
        text.Length <= 16 && long.TryParse(text, style, CultureInfo.InvariantCulture, out long length) && length >= 0
            ? length
            : throw new ProtocolException($"a length that is no number: {Quoted.Of(text)}");
}
