namespace HealthProbe.Protocols;

/// <summary>
/// The bytes received and not yet consumed, under one budget for the whole connection: whatever a peer sends, an exchange never gets more
/// than the budget.
/// </summary>
internal sealed class ReceiveBuffer
{
    /// <summary>The budget, unless an exchange raises it: 64 KiB for all that is not a body.</summary>
    public const int DefaultBudget = 64 * 1024;

    private const int InitialSize = 4096;

    // Written before its length, because a timeout reads both on another thread.
    private readonly byte[] _beginning = new byte[ForeignProtocol.MaxBytes];
    private volatile int _beginningLength;
    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _searched;
    private long _budget = DefaultBudget;
    private string? _lineError;

    /// <summary>What arrived and was not consumed. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(_start, _end - _start);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    /// <summary>All bytes received over the connection, the consumed ones included.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Whether the peer has closed its side: nothing more will come.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Why what was received can no longer become a response; null while it can.</summary>
    public string? Error => _lineError ?? (TotalBytes > _budget ? $"a response of more than {_budget / 1024} KiB" : null);

    /// <summary>
    /// The first bytes that were received, consumed or not, for messages; one more than a message shows. Safe on any thread.
    /// </summary>
    public ReadOnlySpan<byte> Beginning => _beginning.AsSpan(0, _beginningLength);

    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length);
        _start += count;
        _searched = 0;
    }

    /// <summary>Consumes a line and its end, LF or CRLF.</summary>
    /// <param name="maxBytes">The longest line, without its end; a longer one is an error.</param>
    /// <param name="line">The line without its end. Valid until the next read.</param>
    /// <returns>False while the line is incomplete or too long.</returns>
    public bool TryReadLine(int maxBytes, out ReadOnlySpan<byte> line)
    {
        int length = Span[_searched..].IndexOf((byte)'\n');
        if (length < 0 ? Length > maxBytes + 1 : TrimmedLength(_searched + length) > maxBytes)
        {
            _lineError ??= $"a line of more than {maxBytes} bytes";
            length = -1;
        }

        if (length < 0)
        {
            _searched = Length;
            line = default;
            return false;
        }

        length += _searched;
        line = Span[..TrimmedLength(length)];
        Consume(length + 1);
        return true;
    }

    /// <summary>Consumes exactly so many bytes once they are there.</summary>
    public bool TryRead(int count, out ReadOnlySpan<byte> bytes)
    {
        bool isThere = Length >= count;
        bytes = isThere ? Span[..count] : default;
        if (isThere)
        {
            Consume(count);
        }

        return isThere;
    }

    /// <summary>Raises the budget of the connection, for a body that the exchange wants.</summary>
    public void Allow(long moreBytes) => _budget += moreBytes;

    /// <summary>Room for the next read. <see cref="Append(int)"/> tells how much of it was used.</summary>
    public Memory<byte> GetMemory()
    {
        if (_start > 0)
        {
            Span.CopyTo(_bytes);
            (_start, _end) = (0, Length);
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(InitialSize, _bytes.Length * 2));
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Takes over what a read has put into <see cref="GetMemory"/>; zero bytes are the end of the stream.</summary>
    public void Append(int count)
    {
        ReadOnlySpan<byte> shown = _bytes.AsSpan(_end, Math.Min(count, ForeignProtocol.MaxBytes - _beginningLength));
        shown.CopyTo(_beginning.AsSpan(_beginningLength));
        _beginningLength += shown.Length;
        _end += count;
        TotalBytes += count;
        IsEnded = count == 0;
    }

    /// <summary>Adds bytes that were received elsewhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = GetMemory().Span;
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Append(count);
            bytes = bytes[count..];
        }
    }

    private int TrimmedLength(int length) => length > 0 && Span[length - 1] == '\r' ? length - 1 : length;
}
