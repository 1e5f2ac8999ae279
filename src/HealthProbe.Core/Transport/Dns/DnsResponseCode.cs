namespace HealthProbe.Transport.Dns;

/// <summary>The response codes of RFC 1035, section 4.1.1, and RFC 2136 that a name server sends to a query.</summary>
internal enum DnsResponseCode
{
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    NotAuth = 9,
}
