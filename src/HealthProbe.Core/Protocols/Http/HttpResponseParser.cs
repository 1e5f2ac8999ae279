using System.Buffers;
using System.Globalization;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Protocols.Http;

/// <summary>Parses one HTTP/1.1 response (RFC 9112) as its bytes arrive.</summary>
/// <param name="isHead">Whether the request was HEAD, whose response has no body.</param>
internal sealed class HttpResponseParser(bool isHead)
{
    /// <summary>Limit for all heads of a connection together: 64 KiB.</summary>
    public const int MaxHeadBytes = ReceiveBuffer.DefaultBudget;

    private const int MaxInterimHeads = 10;
    private const int MaxChunkLineBytes = 8192;
    private const string Protocol = "HTTP";
    private const long UntilClosed = long.MaxValue;

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly ArrayBufferWriter<byte> _body = new();
    private int? _status;
    private int _interimHeads;
    private ChunkPart _chunk;
    private bool _isChunked;
    private long _remaining;

    /// <summary>The final head; null until it is complete.</summary>
    public HttpResponseHead? Head { get; private set; }

    /// <summary>Whether bytes of the head have arrived.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The body as far as it was kept.</summary>
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>Whether the body was longer than what was kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the last byte of the body has arrived.</summary>
    public bool IsBodyComplete { get; private set; }

    /// <summary>Whether the response has ended, the trailers included.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Parses the head. Interim heads (1xx) are skipped, except 101: no request asks for another protocol.</summary>
    /// <returns>Whether the head is complete.</returns>
    /// <exception cref="ProtocolException">The response is not HTTP/1.x, or its head is too long.</exception>
    public bool TryParseHead(ReceiveBuffer received)
    {
        HasBegun = received.TotalBytes > 0;
        while (Head is null && TryParseLine(received))
        {
        }

        // All that was consumed so far is heads.
        long bytes = received.TotalBytes - (Head is null ? 0 : received.Length);
        return bytes <= MaxHeadBytes ? Head is not null : throw new ProtocolException($"response headers of more than {MaxHeadBytes / 1024} KiB");
    }

    /// <summary>Parses the body.</summary>
    /// <param name="received">What has arrived after the head.</param>
    /// <param name="maxBytes">How much of the body is kept; the rest is discarded.</param>
    /// <exception cref="ProtocolException">The body is malformed.</exception>
    public void ParseBody(ReceiveBuffer received, int maxBytes)
    {
        while (!IsComplete)
        {
            if (_remaining > 0)
            {
                if (received.Length == 0)
                {
                    IsBodyComplete = IsComplete = received.IsEnded && _remaining == UntilClosed;
                    return;
                }

                TakeBody(received, maxBytes);
            }
            else if (!_isChunked)
            {
                IsBodyComplete = IsComplete = true;
            }
            else if (!TryParseChunk(received))
            {
                return;
            }
        }
    }

    private bool TryParseLine(ReceiveBuffer received)
    {
        if (_status is null && !BeginsAsHttp(received))
        {
            return false;
        }

        if (!received.TryReadLine(MaxHeadBytes, out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (_status is not int status)
        {
            _status = ParseStatus(line);
        }
        else if (line.Length > 0)
        {
            AddHeader(line);
        }
        else
        {
            EndHead(status, received);
        }

        return true;
    }

    private void EndHead(int status, ReceiveBuffer received)
    {
        if (status is >= 100 and < 200 and not 101)
        {
            _interimHeads++;
            _status = _interimHeads <= MaxInterimHeads ? null : throw new ProtocolException($"more than {MaxInterimHeads} interim responses");
            _headers.Clear();
            return;
        }

        Head = new HttpResponseHead(status, _headers);
        _remaining = isHead || status is < 200 or 204 or 304 ? 0 : FindLength(Head);
    }

    // RFC 9112, section 6.3.
    private long FindLength(HttpResponseHead head)
    {
        string[] codings = [.. List(head, "Transfer-Encoding").Where(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))];
        if (codings.Length > 0)
        {
            _isChunked = codings is [{ } coding] && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? true
                : throw new ProtocolException($"a transfer coding that is not supported: {Quoted.Of(string.Join(", ", codings))}");
            return 0;
        }

        string[] texts = [.. List(head, "Content-Length")];
        long[] lengths = [.. texts.Select(text => ParseLength(text, NumberStyles.None)).Distinct()];
        return lengths.Length switch
        {
            0 => UntilClosed,
            1 => lengths[0],
            _ => throw new ProtocolException($"conflicting Content-Length headers: {Quoted.Of(string.Join(", ", texts))}"),
        };
    }

    private static IEnumerable<string> List(HttpResponseHead head, string name) => head.Values(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries));

    private bool TryParseChunk(ReceiveBuffer received)
    {
        int before = received.Length;
        if (_chunk == ChunkPart.End)
        {
            if (!TryTakeChunkEnd(received))
            {
                return false;
            }

            _chunk = ChunkPart.Size;
        }
        else if (!received.TryReadLine(MaxChunkLineBytes, out ReadOnlySpan<byte> line))
        {
            return false;
        }
        else if (_chunk == ChunkPart.Trailers)
        {
            IsComplete = line.IsEmpty;
        }
        else
        {
            int extension = line.IndexOf((byte)';');
            _remaining = ParseLength(Encoding.Latin1.GetString(extension < 0 ? line : line[..extension]).Trim(), NumberStyles.AllowHexSpecifier);
            IsBodyComplete = _remaining == 0;
            _chunk = IsBodyComplete ? ChunkPart.Trailers : ChunkPart.End;
        }

        // Chunk lines are not kept, so they do not count towards what the body may come to.
        received.Allow(before - received.Length);
        return true;
    }

    private static bool TryTakeChunkEnd(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> bytes = received.Span;
        int length = bytes.StartsWith("\n"u8) ? 1 : bytes.StartsWith("\r\n"u8) ? 2 : bytes.IsEmpty || bytes is [(byte)'\r'] ? 0 : throw new ProtocolException("a chunk longer than its size");
        received.Consume(length);
        return length > 0;
    }

    private void TakeBody(ReceiveBuffer received, int maxBytes)
    {
        int count = (int)Math.Min(received.Length, _remaining);
        int kept = Math.Min(count, Math.Max(maxBytes - _body.WrittenCount, 0));
        _body.Write(received.Span[..kept]);
        IsCut = IsCut || kept < count;
        received.Consume(count);
        _remaining -= _remaining == UntilClosed ? 0 : count;
    }

    // False while the bytes, which are no HTTP, are not enough to say what they are.
    private static bool BeginsAsHttp(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> bytes = received.Span;
        ReadOnlySpan<byte> start = "HTTP/1."u8;
        bool isHttp = bytes.Length < start.Length ? start.StartsWith(bytes) : bytes.StartsWith(start);
        string? description = isHttp ? null : ForeignProtocol.TryDescribe(Protocol, bytes, received.IsEnded, "https");
        return description is null ? isHttp : throw new ProtocolException(description);
    }

    private static int ParseStatus(ReadOnlySpan<byte> line)
    {
        // HTTP/1.0 and 1.1; "HTTP/1.1 200" without a phrase is common.
        bool isStatus = line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[8] == ' ' && (line.Length == 12 || line[12] == ' ');
        return isStatus && int.TryParse(line[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : throw new ProtocolException(ForeignProtocol.Describe(Protocol, line));
    }

    private void AddHeader(ReadOnlySpan<byte> line)
    {
        string text = Encoding.Latin1.GetString(line);
        if (text[0] is ' ' or '\t' && _headers.Count > 0)
        {
            // Section 5.2: a line that begins with a space continues the value of the one before.
            _headers[^1] = new(_headers[^1].Key, $"{_headers[^1].Value} {text.Trim(' ', '\t')}".Trim(' '));
            return;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        _headers.Add(colon > 0
            ? new(text[..colon], text[(colon + 1)..].Trim(' ', '\t'))
            : throw new ProtocolException($"a header without a colon: {Quoted.Of(text)}"));
    }

    private static long ParseLength(string text, NumberStyles style) =>
        text.Length <= 16 && long.TryParse(text, style, CultureInfo.InvariantCulture, out long length) && length >= 0
            ? length
            : throw new ProtocolException($"a length that is no number: {Quoted.Of(text)}");

    private enum ChunkPart
    {
        Size,
        End,
        Trailers,
    }
}
