namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>What the peer did, before <c>--invert</c>: the oracle of the pairwise runs.</summary>
internal enum Verdict
{
    /// <summary>The peer met all that was asked.</summary>
    Met,

    /// <summary>Nothing accepts there, or the target itself said no: what <c>--invert</c> turns round.</summary>
    Gone,

    /// <summary>All else: silence after the connection, TLS, another protocol, too slow.</summary>
    Unknown,

    /// <summary>The peer met what was asked, but the machine may have been too slow for <c>--max-latency</c>.</summary>
    MetUnlessSlow,
}
