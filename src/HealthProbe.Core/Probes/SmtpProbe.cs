using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when the server greets with 220 (RFC 5321, section 3.1).</summary>
/// <param name="target">An <c>smtp://</c> or <c>smtps://</c> target.</param>
/// <param name="options">How TLS is verified.</param>
public sealed class SmtpProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    // Section 4.5.3.1.5 asks for 512; some greet at more length.
    private const int LongestLine = 2048;
    private const int MostLines = 100;

    private protected override ReadOnlyMemory<byte> Goodbye { get; } = "QUIT\r\n"u8.ToArray();

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        var reader = new ByteReader(stream);
        for (int i = 0; i < MostLines; i++)
        {
            ReadOnlyMemory<byte> line = await reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
            string text = Encoding.Latin1.GetString(line.Span);
            bool isReply = text.Length >= 3 && text[0] is '2' or '4' or '5' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]) && text[3..] is "" or [' ' or '-', ..];
            if (!isReply || (text[0] == '2' && !text.StartsWith("220", StringComparison.Ordinal)))
            {
                throw reader.Unlike("SMTP", line.Span);
            }

            if (text[0] != '2')
            {
                return Outcome.Unhealthy(Reason.NotReady, $"the server greets with {Quoted.Of(text)}");
            }

            if (text.Length == 3 || text[3] == ' ')
            {
                return Outcome.Healthy(Quoted.Of(text));
            }
        }

        throw new ProtocolException($"a greeting of more than {MostLines} lines");
    }
}
