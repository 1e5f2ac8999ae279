using System.Buffers.Binary;
using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>A response of a name server (RFC 1035, section 4), as far as a stub resolver reads it; and the query for it.</summary>
internal sealed class DnsMessage
{
    private const int HeaderBytes = 12;
    private const int RecordHeadBytes = 10;
    private const int ClassInternet = 1;
    private const int FlagResponse = 0x8000;
    private const int MaskOpcode = 0x7800;
    private const int FlagAuthoritative = 0x0400;
    private const int FlagTruncated = 0x0200;
    private const int FlagRecursionDesired = 0x0100;
    private const int FlagRecursionAvailable = 0x0080;
    private const int MaskResponseCode = 0x000F;

    private readonly List<DnsRecord> _answers = [];
    private int _flags;

    private DnsMessage()
    {
    }

    public int Id { get; private init; }

    public DnsResponseCode ResponseCode => (DnsResponseCode)(_flags & MaskResponseCode);

    public bool IsTruncated => (_flags & FlagTruncated) != 0;

    public bool IsAuthoritative => (_flags & FlagAuthoritative) != 0;

    public bool IsRecursionAvailable => (_flags & FlagRecursionAvailable) != 0;

    /// <summary>The name that was queried; null if the server did not repeat the question.</summary>
    public string? QuestionName { get; private set; }

    public DnsRecordType QuestionType { get; private set; }

    /// <summary>
    /// The records of the answer section whose type is named in <see cref="DnsRecordType"/>; those before the fault if <see
    /// cref="IsMalformed"/>.
    /// </summary>
    public IReadOnlyList<DnsRecord> Answers => _answers;

    /// <summary>Whether the answer section cannot be read to its end.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Writes a query that asks for recursion.</summary>
    /// <returns>The message, or null for a name that no message can contain.</returns>
    public static byte[]? CreateQuery(ushort id, string name, DnsRecordType type)
    {
        List<byte> message = [(byte)(id >> 8), (byte)id, FlagRecursionDesired >> 8, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        if (!DnsName.TryWrite(name, message))
        {
            return null;
        }

        message.AddRange([0, (byte)type, 0, ClassInternet]);
        return [.. message];
    }

    /// <summary>Reads a response.</summary>
    /// <returns>Null for bytes that are not a response to a single question.</returns>
    public static DnsMessage? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            return null;
        }

        int flags = ReadNumber(bytes, 2);
        int questions = ReadNumber(bytes, 4);
        var message = new DnsMessage { Id = ReadNumber(bytes, 0), _flags = flags };
        int position = HeaderBytes;
        bool isResponse = (flags & (FlagResponse | MaskOpcode)) == FlagResponse;
        if (!isResponse || questions > 1 || (questions == 1 && !message.TryReadQuestion(bytes, ref position)))
        {
            return null;
        }

        int answers = ReadNumber(bytes, 6);
        for (int i = 0; i < answers && !message.IsMalformed; i++)
        {
            message.IsMalformed = !message.TryReadAnswer(bytes, ref position);
        }

        return message;
    }

    private static int ReadNumber(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);

    private bool TryReadQuestion(ReadOnlySpan<byte> bytes, ref int position)
    {
        bool isName = DnsName.TryRead(bytes, ref position, out string name);
        if (!isName || position + 4 > bytes.Length || ReadNumber(bytes, position + 2) != ClassInternet)
        {
            return false;
        }

        (QuestionName, QuestionType) = (name, (DnsRecordType)ReadNumber(bytes, position));
        position += 4;
        return true;
    }

    private bool TryReadAnswer(ReadOnlySpan<byte> bytes, ref int position)
    {
        if (!DnsName.TryRead(bytes, ref position, out string owner) || position + RecordHeadBytes > bytes.Length)
        {
            return false;
        }

        int start = position + RecordHeadBytes;
        int length = ReadNumber(bytes, position + 8);
        var type = (DnsRecordType)ReadNumber(bytes, position);
        bool isInternet = ReadNumber(bytes, position + 2) == ClassInternet;
        position = start + length;
        if (position > bytes.Length)
        {
            return false;
        }

        if (!isInternet)
        {
            return true;
        }

        switch (type)
        {
            case DnsRecordType.A when length == 4:
            case DnsRecordType.Aaaa when length == 16:
                _answers.Add(new DnsRecord(owner, type, new IPAddress(bytes.Slice(start, length)), null));
                return true;

            case DnsRecordType.Cname or DnsRecordType.Soa when DnsName.TryRead(bytes, ref start, out string target):
                _answers.Add(new DnsRecord(owner, type, null, target));
                return start <= position;

            default:
                return type is not (DnsRecordType.A or DnsRecordType.Aaaa or DnsRecordType.Cname or DnsRecordType.Soa);
        }
    }
}
