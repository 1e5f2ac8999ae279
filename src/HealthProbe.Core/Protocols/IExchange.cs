namespace HealthProbe.Protocols;

/// <summary>
/// One dialogue with a server over one connection, without I/O: it receives bytes and returns the next step. <see cref="ExchangeRunner"/>
/// does the rest.
/// </summary>
internal interface IExchange
{
    /// <summary>The bytes to send first; empty if the server sends first.</summary>
    ReadOnlyMemory<byte> Opening { get; }

    /// <summary>What the exchange waits for now, without article: a timeout reports it, such as <c>no response to PING</c>.</summary>
    string WaitingFor { get; }

    /// <summary>
    /// Returns the next step. Called after every read, write and handshake, and once more at the end of the stream; consumes the bytes that
    /// it understood.
    /// </summary>
    Step Next(ReceiveBuffer received);
}
