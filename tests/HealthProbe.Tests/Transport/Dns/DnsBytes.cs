using System.Buffers.Binary;
using System.Net;
using System.Text;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

/// <summary>Messages of name servers, written apart from the code under test.</summary>
internal static class DnsBytes
{
    public const int Truncated = 0x0200;
    public const int RecursionAvailable = 0x0080;

    private const int Response = 0x8000;
    private const int HeaderBytes = 12;

    /// <summary>The name and type of a query.</summary>
    public static (string Name, DnsRecordType Type) ReadQuestion(byte[] query)
    {
        var labels = new List<string>();
        int at = HeaderBytes;
        while (query[at] > 0)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += query[at] + 1;
        }

        return (string.Join('.', labels), (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)));
    }

    /// <summary>A response that repeats the identifier and the question of the query.</summary>
    public static byte[] Respond(byte[] query, int code = 0, int flags = RecursionAvailable, params byte[][] records) =>
    [
        query[0], query[1], .. Number(Response | flags | code), 0, 1, .. Number(records.Length), 0, 0, 0, 0,
        .. query[HeaderBytes..], .. records.SelectMany(record => record),
    ];

    /// <summary>A response with addresses of the family that was asked for.</summary>
    public static byte[] Answer(byte[] query, params string[] addresses)
    {
        (string name, DnsRecordType type) = ReadQuestion(query);
        return Respond(query, records: [.. addresses.Select(text => Record(name, (int)type, IPAddress.Parse(text).GetAddressBytes()))]);
    }

    public static byte[] Alias(string owner, string target) => Record(owner, (int)DnsRecordType.Cname, Name(target));

    public static byte[] Record(string owner, int type, byte[] data) =>
        [.. Name(owner), .. Number(type), 0, 1, 0, 0, 0, 60, .. Number(data.Length), .. data];

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
