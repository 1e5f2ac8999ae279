using System.Text;

namespace HealthProbe.Network;

/// <summary>Reads lines and counted bytes from a peer, within a bound that the caller sets: nothing a peer sends can make it grow.</summary>
internal sealed class ByteReader(Stream stream)
{
    private const int BufferSize = 8192;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>What has been received and not yet taken.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Takes a line without its end, which is LF or CRLF.</summary>
    /// <param name="longest">The longest line that is read, at most the size of the buffer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The line, valid until the next read.</returns>
    /// <exception cref="ProtocolException">The line is longer.</exception>
    /// <exception cref="EndOfStreamException">The peer closed before the end of the line.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(int longest, CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int length = Buffered.Span[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                ReadOnlyMemory<byte> line = Buffered[..(searched + length)];
                _start += line.Length + 1;
                return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
            }

            searched = Buffered.Length;
            if (searched >= Math.Min(longest, BufferSize))
            {
                throw new ProtocolException("a line without an end");
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <summary>Takes at most as many bytes as fit.</summary>
    /// <returns>How many; zero when the peer has closed.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (Buffered.Length == 0 && !await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        int count = Math.Min(destination.Length, Buffered.Length);
        Buffered[..count].CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Fills a place whole, unless the peer closes before.</summary>
    /// <returns>How many bytes came; fewer than fit when the peer has closed.</returns>
    public async ValueTask<int> ReadAtMostAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int total = 0;
        while (total < destination.Length && await ReadAsync(destination[total..], cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            total += count;
        }

        return total;
    }

    /// <summary>Fills a place whole.</summary>
    /// <exception cref="EndOfStreamException">The peer closed before.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (await ReadAtMostAsync(destination, cancellationToken).ConfigureAwait(false) < destination.Length)
        {
            throw new EndOfStreamException();
        }
    }

    /// <summary>What to throw when the peer speaks another protocol: it says what was heard.</summary>
    /// <param name="protocol">The protocol that was expected.</param>
    /// <param name="taken">What was taken already and is no such answer.</param>
    public ProtocolException Unlike(string protocol, ReadOnlySpan<byte> taken)
    {
        // A TLS server that hears plain text says so with an alert (RFC 8446, section 6).
        bool isTlsAlert = taken.Length >= 2 && taken[0] == 0x15 && taken[1] == 3;
        return new ProtocolException(isTlsAlert
            ? $"TLS, not plain {protocol}: write the scheme that ends in s"
            : $"not {protocol}: heard {Quoted.Of(Encoding.Latin1.GetString([.. taken, .. Buffered.Span]))}");
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffered.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        int count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }
}
