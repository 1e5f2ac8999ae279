namespace HealthProbe.Transport.Dns;

/// <summary>The record types that a response is read for (RFC 1035, section 3.2.2; RFC 3596).</summary>
internal enum DnsRecordType
{
    A = 1,
    Cname = 5,
    Soa = 6,
    Aaaa = 28,
}
