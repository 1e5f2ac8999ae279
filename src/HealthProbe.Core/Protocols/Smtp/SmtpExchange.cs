using System.Text;

namespace HealthProbe.Protocols.Smtp;

/// <summary>Receives the greeting (RFC 5321, section 3.1) and sends QUIT.</summary>
internal sealed class SmtpExchange : IExchange
{
    // Section 4.5.3.1.5 limits a line to 512; some greetings are longer.
    private const int MaxLineBytes = 2048;

    private static readonly byte[] Quit = "QUIT\r\n"u8.ToArray();

    private Step? _verdict;

    public ReadOnlyMemory<byte> Opening => default;

    public string WaitingFor => "greeting";

    public Step Next(ReceiveBuffer received)
    {
        if (_verdict is Step verdict)
        {
            return verdict;
        }

        while (received.Span is [] or [>= (byte)'2' and <= (byte)'5', ..])
        {
            if (!received.TryReadLine(MaxLineBytes, out ReadOnlySpan<byte> line))
            {
                return Step.Read;
            }

            string text = Encoding.Latin1.GetString(line);
            bool isReply = text.Length >= 3 && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]) && text[3..] is "" or [' ' or '-', ..];
            if (!isReply || text[0] == '3' || (text[0] == '2' && !text.StartsWith("220", StringComparison.Ordinal)))
            {
                return Step.Unexpected(SmtpProtocol.Name, line);
            }

            if (text[0] != '2')
            {
                return Complete(Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(text)}"));
            }

            if (text.Length == 3 || text[3] == ' ')
            {
                return Complete(Outcome.Healthy(Quoted.Of(text)));
            }
        }

        return Step.Unexpected(SmtpProtocol.Name);
    }

    // The response to QUIT is read until the server closes, because a connection that is reset is a line in its log.
    private Step Complete(Outcome outcome)
    {
        _verdict = Step.Complete(outcome, Quit, isResponseComplete: false);
        return _verdict.Value;
    }
}
