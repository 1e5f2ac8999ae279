using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>A protocol, and how the probe is asked about it.</summary>
internal sealed record Protocol(Peer Peer, string[] Options)
{
    /// <summary>What may be said of an answer that breaks off. A text that is expected can be missing for no other reason than that.</summary>
    public string[] BrokenReasons => Peer.Scheme == "tcp" ? ["closed", "body"] : ["closed"];

    /// <summary>What may be said of an answer that is not of the protocol.</summary>
    public string[] WrongReasons => Peer.Scheme == "tcp" ? ["body"] : ["protocol"];

    public byte[] OtherProtocol => [.. Peer.Scheme == "http" ? "-ERR unknown command\r\n"u8 : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8];
}
