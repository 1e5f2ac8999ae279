using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>A resource record of the answer section.</summary>
/// <param name="Owner">The name that the record belongs to.</param>
/// <param name="Type">The type. Records of other types than those named are not kept.</param>
/// <param name="Address">The address of an A or AAAA record.</param>
/// <param name="Target">The canonical name of a CNAME record; the primary name server of an SOA record.</param>
internal sealed record DnsRecord(string Owner, DnsRecordType Type, IPAddress? Address, string? Target)
{
    public bool Is(string owner, DnsRecordType type) => Type == type && Owner.Equals(owner, StringComparison.OrdinalIgnoreCase);
}
