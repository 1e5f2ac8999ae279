using System.Globalization;
using System.Text;
using HealthProbe.Protocols;

namespace HealthProbe;

/// <summary>
/// The grammar of a <see cref="Target"/> that is a path: three slashes, and a path that is percent-encoded as in every URL (RFC 8089).
/// </summary>
internal static class PathTargetParser
{
    /// <summary>The longest path of a Unix socket in bytes, on Linux.</summary>
    public const int LongestSocketPath = 107;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (Target? Target, string? Mistake) Parse(Protocol protocol, string scheme, string rest)
    {
        string shown = Quoted.Of($"{scheme}://{rest}");
        string write = $"write {protocol.Forms ?? $"{scheme}:///path"}, with three slashes";
        int query = protocol.Shape == TargetShape.FileAndQuery ? rest.IndexOf('?', StringComparison.Ordinal) : -1;
        string encoded = query < 0 ? rest : rest[..query];
        if (rest.StartsWith('@'))
        {
            return (null, $"{shown} is an abstract socket, which is not supported: {write}");
        }

        if (!rest.StartsWith('/'))
        {
            return (null, $"{shown} has no absolute path: {write}");
        }

        if (rest.AsSpan().ContainsAnyExceptInRange('!', '~') || encoded.AsSpan().ContainsAny('?', '#'))
        {
            return (null, $"{shown} has a character that the path of a URL cannot hold: write a space as %20, ? as %3F and so on");
        }

        bool isSocket = protocol.Shape == TargetShape.Socket;
        if (rest.EndsWith('/') && protocol.Shape != TargetShape.FileAndQuery)
        {
            return (null, $"{shown} is a folder: write the path of a {(isSocket ? "socket" : "file")}");
        }

        return Decode(encoded) is not string path ? (null, $"{shown} has a % that stands for nothing: write % itself as %25")
            : isSocket && Encoding.UTF8.GetByteCount(path) > LongestSocketPath ? (null, $"{shown} is too long for a Unix socket: write a path of at most {LongestSocketPath} bytes")
            : (new Target(scheme, path) { PathAndQuery = rest }, null);
    }

    // Null for what is not two hexadecimal digits, for a NUL, which no path can hold, and for bytes that are not UTF-8.
    private static string? Decode(string path)
    {
        var bytes = new List<byte>(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            byte value = (byte)path[i];
            if (value == '%')
            {
                if (i + 2 >= path.Length || !byte.TryParse(path.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) || value == 0)
                {
                    return null;
                }

                i += 2;
            }

            bytes.Add(value);
        }

        try
        {
            return Utf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
