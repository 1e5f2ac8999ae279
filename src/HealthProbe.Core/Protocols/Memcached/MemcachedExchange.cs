using System.Text;

namespace HealthProbe.Protocols.Memcached;

/// <summary>Sends "version" (protocol.txt of memcached). A server that has only the binary protocol does not respond.</summary>
internal sealed class MemcachedExchange : IExchange
{
    private const int MaxLineBytes = 1024;

    private static readonly byte[] Quit = "quit\r\n"u8.ToArray();

    public ReadOnlyMemory<byte> Opening { get; } = "version\r\n"u8.ToArray();

    public string WaitingFor => "response to version";

    public Step Next(ReceiveBuffer received) => received.Span is [not ((byte)'V' or (byte)'C' or (byte)'E' or (byte)'S'), ..] ? Step.Unexpected(MemcachedProtocol.Name)
        : !received.TryReadLine(MaxLineBytes, out ReadOnlySpan<byte> line) ? Step.Read
        : line.StartsWith("VERSION "u8) ? Complete(Outcome.Healthy($"memcached {Quoted.Of(Encoding.Latin1.GetString(line[8..])).Trim('"')}"))
        : line.SequenceEqual("CLIENT_ERROR unauthenticated"u8) ? Complete(Outcome.Healthy("server is up; memcached requires a password"))
        : IsError(line) ? Complete(Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.Latin1.GetString(line))}"))
        : Step.Unexpected(MemcachedProtocol.Name, line);

    private static Step Complete(Outcome outcome) => Step.Complete(outcome, Quit);

    private static bool IsError(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("ERROR"u8) || line.StartsWith("ERROR "u8) || line.StartsWith("CLIENT_ERROR "u8) || line.StartsWith("SERVER_ERROR "u8);
}
