using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>
/// Healthy when the connection to a Unix stream socket is accepted; with <see cref="ProbeOptions.Expect"/>, of a TCP socket too, when the answer holds that text.
/// The connection is closed at once, cleanly.
/// </summary>
/// <param name="target">A <c>unix://</c> or <c>tcp://</c> target.</param>
/// <param name="options">What is sent, and what must come.</param>
public sealed class SocketProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const int LongestAnswer = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _send = options.Send;
    private readonly ReadOnlyMemory<byte> _expect = options.Expect;

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_expect.IsEmpty)
        {
            return Outcome.Healthy();
        }

        byte[] answer = new byte[LongestAnswer];
        int length = 0;
        try
        {
            await SendAsync(stream, cancellationToken).ConfigureAwait(false);
            while (length < answer.Length)
            {
                int searched = Math.Max(0, length - _expect.Length + 1);
                int count = await stream.ReadAsync(answer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += count;
                if (answer.AsSpan(searched, length - searched).IndexOf(_expect.Span) >= 0)
                {
                    return Outcome.Healthy();
                }

                if (count == 0)
                {
                    return length == 0 ? throw new EndOfStreamException() : Outcome.Unhealthy(Reason.Body, Heard(answer.AsSpan(0, length)));
                }
            }
        }
        catch (OperationCanceledException) when (length > 0)
        {
            return Outcome.Unhealthy(Reason.Timeout, Heard(answer.AsSpan(0, length)));
        }

        return Outcome.Unhealthy(Reason.Body, $"{Heard(answer)} in the first 64 KiB");
    }

    private async ValueTask SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(_send, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has hung up, and may have said why before that.
        }
    }

    private string Heard(ReadOnlySpan<byte> answer) => $"heard {Quoted.Of(Encoding.UTF8.GetString(answer.TrimEnd("\r\n"u8)))}, not {Quoted.Of(Encoding.UTF8.GetString(_expect.Span))}";
}
