using System.Globalization;
using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>What one lookup has learned about a name server.</summary>
internal sealed class NameServer(IPEndPoint endPoint)
{
    private const int DefaultPort = 53;

    private TimeSpan? _firstQuery;

    public bool HasResponded { get; set; }

    /// <summary>Whether the network reported that nothing receives the queries.</summary>
    public bool IsUnreachable { get; set; }

    public void NoteQuery(TimeSpan now) => _firstQuery ??= now;

    /// <summary>Whether the server has not responded to anything for that long.</summary>
    public bool IsSilent(TimeSpan now, TimeSpan duration) => !HasResponded && _firstQuery + duration <= now;

    public override string ToString() =>
        endPoint.Port == DefaultPort ? endPoint.Address.ToString() : string.Create(CultureInfo.InvariantCulture, $"{endPoint}");
}
