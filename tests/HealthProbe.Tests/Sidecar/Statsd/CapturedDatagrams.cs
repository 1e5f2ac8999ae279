using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>
/// Datagrams that a real program sent: each line has the seconds since the start and the datagram as Python writes bytes. Other lines say
/// what was done to the program.
/// </summary>
internal static partial class CapturedDatagrams
{
    public static IReadOnlyList<byte[]> Of(string sender)
    {
        using Stream stream = typeof(CapturedDatagrams).Assembly.GetManifestResourceStream($"{sender}.txt")
            ?? throw new FileNotFoundException($"there is no capture of {sender}");
        using var reader = new StreamReader(stream);
        return [.. DatagramLine().Matches(reader.ReadToEnd()).Select(match => Unescape(match.Groups["bytes"].Value))];
    }

    private static byte[] Unescape(string literal) =>
        Encoding.Latin1.GetBytes(Escape().Replace(literal, match => match.Value[1] switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'x' => ((char)byte.Parse(match.Value[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            char other => other.ToString(),
        }));

    [GeneratedRegex("""^ *[0-9.]+ b(?<quote>['"])(?<bytes>.*)\k<quote>\r?$""", RegexOptions.Multiline)]
    private static partial Regex DatagramLine();

    [GeneratedRegex(@"\\(x[0-9a-f]{2}|.)")]
    private static partial Regex Escape();
}
