using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>
/// The fields that a peer may name by a number (RFC 7541, section 2.3): a static part, and a dynamic one of at most 4,096 bytes.
/// </summary>
internal sealed class HeaderTable
{
    public const int LargestSize = 4096;

    // Section 4.1: what an entry is counted as on top of its text.
    private const int EntryCost = 32;

    // Appendix A: a name, and after a space its value.
    private static readonly string[] Static =
    [
        ":authority ", ":method GET", ":method POST", ":path /", ":path /index.html", ":scheme http", ":scheme https", ":status 200", ":status 204", ":status 206",
        ":status 304", ":status 400", ":status 404", ":status 500", "accept-charset ", "accept-encoding gzip, deflate", "accept-language ", "accept-ranges ", "accept ",
        "access-control-allow-origin ", "age ", "allow ", "authorization ", "cache-control ", "content-disposition ", "content-encoding ", "content-language ",
        "content-length ", "content-location ", "content-range ", "content-type ", "cookie ", "date ", "etag ", "expect ", "expires ", "from ", "host ", "if-match ",
        "if-modified-since ", "if-none-match ", "if-range ", "if-unmodified-since ", "last-modified ", "link ", "location ", "max-forwards ", "proxy-authenticate ",
        "proxy-authorization ", "range ", "referer ", "refresh ", "retry-after ", "server ", "set-cookie ", "strict-transport-security ", "transfer-encoding ",
        "user-agent ", "vary ", "via ", "www-authenticate ",
    ];

    private readonly List<(string Name, string Value)> _dynamic = [];
    private int _size;
    private int _limit = LargestSize;

    /// <exception cref="ProtocolException">There is no such entry.</exception>
    public (string Name, string Value) this[int index]
    {
        get
        {
            if (index < 1 || index > Static.Length + _dynamic.Count)
            {
                throw new ProtocolException("an HTTP/2 header field that does not exist");
            }

            // The newest has the lowest number, and the list ends with it.
            return index > Static.Length ? _dynamic[_dynamic.Count - index + Static.Length] : Split(Static[index - 1]);
        }
    }

    /// <summary>Changes the size of the dynamic part, as the peer says.</summary>
    /// <exception cref="ProtocolException">It is larger than was agreed.</exception>
    public void Resize(int limit)
    {
        _limit = limit <= LargestSize ? limit : throw new ProtocolException($"an HTTP/2 header table of {limit} bytes");
        Evict(0);
    }

    /// <summary>Adds a field; what is too large for the table empties it (section 4.4).</summary>
    public void Add(string name, string value)
    {
        int size = name.Length + value.Length + EntryCost;
        Evict(size);
        if (size <= _limit)
        {
            _dynamic.Add((name, value));
            _size += size;
        }
    }

    private void Evict(int needed)
    {
        int evicted = 0;
        while (evicted < _dynamic.Count && _size + needed > _limit)
        {
            (string name, string value) = _dynamic[evicted++];
            _size -= name.Length + value.Length + EntryCost;
        }

        _dynamic.RemoveRange(0, evicted);
    }

    private static (string Name, string Value) Split(string entry)
    {
        int space = entry.IndexOf(' ', StringComparison.Ordinal);
        return (entry[..space], entry[(space + 1)..]);
    }
}
