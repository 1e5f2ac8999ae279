namespace HealthProbe.Protocols;

/// <summary>What an exchange does next. <c>default</c> is <see cref="Read"/>.</summary>
internal readonly struct Step
{
    private Step(StepKind kind, ReadOnlyMemory<byte> bytes = default, Outcome? outcome = null, bool isResponseComplete = false)
    {
        Kind = kind;
        Bytes = bytes;
        Outcome = outcome;
        IsResponseComplete = isResponseComplete;
    }

    /// <summary>More bytes are needed. At the end of the stream it means that the response is incomplete.</summary>
    public static Step Read => default;

    /// <summary>The TLS handshake, then the next step. Bytes that were received before the handshake end the attempt.</summary>
    public static Step StartTls => new(StepKind.StartTls);

    public StepKind Kind { get; }

    /// <summary>The protocol that was expected, where something else was received.</summary>
    public string? Protocol { get; private init; }

    /// <summary>The bytes to send, or the message that closes a complete exchange.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The verdict of a complete exchange; null when another exchange will reach it, as after a redirect.</summary>
    public Outcome? Outcome { get; }

    /// <summary>Whether the server has sent all of its response.</summary>
    public bool IsResponseComplete { get; }

    /// <summary>Send, then the next step.</summary>
    public static Step Send(ReadOnlyMemory<byte> bytes) => new(StepKind.Send, bytes);

    /// <summary>The end of the exchange.</summary>
    /// <param name="outcome">The verdict; null when another exchange will reach it.</param>
    /// <param name="closeMessage">What the protocol sends before it closes, so that the server's log stays clean; empty for none.</param>
    /// <param name="isResponseComplete">
    /// False if more of the response is to come. It is read, within limits, so that the server's write does not fail, and the exchange is
    /// called again:
    /// it returns this step each time, and may add to the detail of the verdict.
    /// </param>
    public static Step Complete(Outcome? outcome, ReadOnlyMemory<byte> closeMessage = default, bool isResponseComplete = true) =>
        new(StepKind.Complete, closeMessage, outcome, isResponseComplete);

    /// <summary>Unhealthy with <see cref="Reason.Protocol"/>.</summary>
    public static Step Invalid(string detail) => Complete(HealthProbe.Outcome.Unhealthy(Reason.Protocol, detail));

    /// <summary>
    /// Unhealthy, because the unconsumed bytes are no response of the protocol. More are read until they are recognized, or are enough for
    /// a message.
    /// </summary>
    /// <param name="protocol">The protocol that was expected.</param>
    public static Step Unexpected(string protocol) => new(StepKind.Unexpected) { Protocol = protocol };

    /// <summary>Unhealthy, because consumed bytes are no response of the protocol: the outcome contains them.</summary>
    /// <param name="protocol">The protocol that was expected.</param>
    /// <param name="received">The bytes that are no response of it, such as a line.</param>
    public static Step Unexpected(string protocol, ReadOnlySpan<byte> received) => Invalid(ForeignProtocol.Describe(protocol, received));
}
