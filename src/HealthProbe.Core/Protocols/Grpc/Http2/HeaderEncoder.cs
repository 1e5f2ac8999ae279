using System.Text;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>Encodes header fields as plain text (RFC 7541, section 6.2.2): a request of six fields is not worth a table.</summary>
internal static class HeaderEncoder
{
    public static void Append(List<byte> block, string name, string value)
    {
        block.Add(0);
        AppendText(block, name);
        AppendText(block, value);
    }

    private static void AppendText(List<byte> block, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int rest = bytes.Length - 0x7F;
        block.Add((byte)Math.Min(bytes.Length, 0x7F));
        for (; rest >= 0; rest = rest >= 0x80 ? rest >> 7 : -1)
        {
            block.Add((byte)(rest >= 0x80 ? (rest & 0x7F) | 0x80 : rest));
        }

        block.AddRange(bytes);
    }
}
