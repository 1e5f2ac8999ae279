using HealthProbe.Protocols;

namespace HealthProbe.Tests.Protocols;

/// <summary>Feeds an exchange with bytes, without a connection, and returns how it ended.</summary>
internal static class ExchangeRun
{
    /// <summary>How an exchange ended: the outcome, everything that it sent, and what it waited for last.</summary>
    public sealed record Ending(Outcome? Outcome, byte[] Sent, byte[] CloseMessage, string WaitingFor, bool WantsTls);

    /// <summary>One run: the pieces as they arrive, then the end of the stream if <paramref name="closes"/>.</summary>
    public static Ending Of(IExchange exchange, IEnumerable<byte[]> pieces, bool closes)
    {
        var driver = new ExchangeDriver(exchange);
        var sent = new List<byte>(exchange.Opening.ToArray());
        long? verdictAt = null;
        using IEnumerator<byte[]> next = pieces.Where(piece => piece.Length > 0).GetEnumerator();
        while (true)
        {
            Step step = driver.Advance();
            if (step is { Kind: StepKind.Complete, IsResponseComplete: false })
            {
                verdictAt ??= driver.Received.TotalBytes;
            }

            bool lingers = verdictAt is long at && !driver.Received.IsEnded && driver.Received.TotalBytes < at + ExchangeRunner.MaxLingerBytes;
            switch (step.Kind)
            {
                case StepKind.Send:
                    sent.AddRange(step.Bytes.Span);
                    break;

                case StepKind.Complete when !step.IsResponseComplete && lingers && next.MoveNext():
                    driver.Received.Append(next.Current);
                    break;

                case StepKind.Complete when !step.IsResponseComplete && lingers && closes:
                    driver.Received.Append(0);
                    break;

                case StepKind.Complete:
                    return new Ending(step.Outcome, [.. sent], step.Bytes.ToArray(), exchange.WaitingFor, false);

                case StepKind.Read when next.MoveNext():
                    driver.Received.Append(next.Current);
                    break;

                case StepKind.Read when closes:
                    driver.Received.Append(0);
                    break;

                default:
                    return new Ending(null, [.. sent], [], exchange.WaitingFor, step.Kind == StepKind.StartTls);
            }
        }
    }

    /// <summary>
    /// The outcome of a response, which must be the same when it arrives whole, in two pieces split at every position, and byte by byte.
    /// The server then closes.
    /// </summary>
    public static Outcome OutcomeOf(Func<IExchange> create, byte[] response)
    {
        Ending whole = Of(create(), [response], closes: true);
        for (int split = 1; split < response.Length; split++)
        {
            Ending halves = Of(create(), [response[..split], response[split..]], closes: true);
            AssertSame(halves, whole, $"the response arrives in two pieces, split at {split}");
        }

        Ending single = Of(create(), response.Select(each => new[] { each }), closes: true);
        AssertSame(single, whole, "the response arrives byte by byte");
        return whole.Outcome!.Value;
    }

    private static void AssertSame(Ending ending, Ending whole, string because)
    {
        ending.Outcome.Should().Be(whole.Outcome, because);
        bool isSame = ending.Sent.AsSpan().SequenceEqual(whole.Sent) && ending.CloseMessage.AsSpan().SequenceEqual(whole.CloseMessage) && ending.WantsTls == whole.WantsTls;
        isSame.Should().BeTrue(because);
    }

    /// <summary>Cuts the shortest healthy response after every byte but the last: closed, never healthy, never an exception.</summary>
    public static void AssertClosedWhenCut(Func<IExchange> create, byte[] shortestHealthyResponse)
    {
        for (int length = 0; length < shortestHealthyResponse.Length; length++)
        {
            Outcome outcome = Of(create(), [shortestHealthyResponse[..length]], closes: true).Outcome!.Value;
            outcome.Reason.Should().Be(Reason.Closed, $"{length} bytes were sent");
        }
    }

    /// <summary>Sends without end: the exchange must reach a verdict within the budget.</summary>
    public static Outcome OutcomeOfEndless(Func<IExchange> create, byte[] beginning, byte[] repeated)
    {
        const int Pieces = 100_000;
        return Of(create(), Enumerable.Repeat(repeated, Pieces).Prepend(beginning), closes: false).Outcome
            ?? throw new InvalidOperationException("the exchange still waits after the budget was sent");
    }
}
