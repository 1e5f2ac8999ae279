using System.Buffers.Binary;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Protocols.Grpc;

/// <summary>The two messages of grpc.health.v1, each behind the five bytes that gRPC puts before a message.</summary>
internal static class HealthMessage
{
    private const int PrefixSize = 5;
    private const byte ServiceField = 0x0A;
    private const int StatusField = 0x08;

    /// <summary>HealthCheckRequest: field 1 is the name of the service, and left out when empty.</summary>
    public static byte[] Request(string service)
    {
        byte[] name = Encoding.UTF8.GetBytes(service);
        var bytes = new List<byte>(name.Length + 16) { 0, 0, 0, 0, 0 };
        if (name.Length > 0)
        {
            bytes.Add(ServiceField);
            uint length = (uint)name.Length;
            for (; length >= 0x80; length >>= 7)
            {
                bytes.Add((byte)(length | 0x80));
            }

            bytes.Add((byte)length);
            bytes.AddRange(name);
        }

        byte[] request = [.. bytes];
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(1), request.Length - PrefixSize);
        return request;
    }

    /// <summary>HealthCheckResponse: field 1 is the status, zero when it is left out; other fields are passed over.</summary>
    /// <exception cref="ProtocolException">It is not exactly one such message.</exception>
    public static ulong Status(ReadOnlySpan<byte> body)
    {
        bool isMessage = body.Length >= PrefixSize && body[0] == 0
            && BinaryPrimitives.ReadUInt32BigEndian(body[1..]) == body.Length - PrefixSize;
        if (!isMessage)
        {
            throw Malformed;
        }

        ulong status = 0;
        ReadOnlySpan<byte> rest = body[PrefixSize..];
        while (!rest.IsEmpty)
        {
            ulong field = Number(ref rest);
            if (field == StatusField)
            {
                status = Number(ref rest);
                continue;
            }

            ulong skipped = (field & 7) switch
            {
                0 => Number(ref rest) & 0,
                1 => 8,
                2 => Number(ref rest),
                5 => 4,
                _ => throw Malformed,
            };
            rest = skipped <= (ulong)rest.Length ? rest[(int)skipped..] : throw Malformed;
        }

        return status;
    }

    private static ulong Number(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }

        throw Malformed;
    }

    private static ProtocolException Malformed => new("an answer that is not a message of grpc.health.v1");
}
