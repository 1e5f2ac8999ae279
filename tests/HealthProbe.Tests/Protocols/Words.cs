using System.Text;
using HealthProbe.Protocols;

namespace HealthProbe.Tests.Protocols;

/// <summary>
/// Rows of a table: what a server sends, in Latin-1, and what it means, however the bytes are split. The server then closes.
/// </summary>
internal static class Words
{
    public static byte[] ToBytes(string word) => Encoding.Latin1.GetBytes(word);

    public static void Mean(Func<IExchange> create, string word, Reason reason, string detail) => Mean(create, ToBytes(word), reason, detail);

    public static void Mean(Func<IExchange> create, byte[] word, Reason reason, string detail) =>
        ExchangeRun.OutcomeOf(create, word).Should().Be(reason == Reason.None ? Outcome.Healthy(detail) : Outcome.Unhealthy(reason, detail));
}
