using System.Text;

namespace HealthProbe.Protocols;

/// <summary>Sends a text and waits until the response contains another; without an expected text, a connection is enough.</summary>
/// <param name="options">Both texts.</param>
internal sealed class TextExchange(ProbeOptions options) : IExchange
{
    private const int MaxResponseBytes = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _expect = options.Expect;
    private int _searched;

    // Without an expected text, what is sent proves nothing.
    public ReadOnlyMemory<byte> Opening => _expect.IsEmpty ? default : options.Send;

    public string WaitingFor => $"response that contains {Quote(_expect.Span)}";

    public Step Next(ReceiveBuffer received)
    {
        ReadOnlySpan<byte> response = received.Span[..Math.Min(received.Length, MaxResponseBytes)];
        int start = Math.Max(0, Math.Min(_searched, _searched - _expect.Length + 1));
        _searched = response.Length;
        return response[start..].IndexOf(_expect.Span) >= 0 ? Step.Complete(Outcome.Healthy())
            : response.Length == MaxResponseBytes ? Step.Complete(Outcome.Unhealthy(Reason.Body, $"{Describe(response)} in the first 64 KiB"))
            : received.IsEnded && !response.IsEmpty ? Step.Complete(Outcome.Unhealthy(Reason.Body, Describe(response)))
            : Step.Read;
    }

    private string Describe(ReadOnlySpan<byte> response) => $"received {Quote(response.TrimEnd("\r\n"u8))}, not {Quote(_expect.Span)}";

    private static string Quote(ReadOnlySpan<byte> text) => Quoted.Of(Encoding.UTF8.GetString(text));
}
