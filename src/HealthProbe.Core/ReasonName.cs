namespace HealthProbe;

/// <summary>The printed name of a <see cref="Reason"/>.</summary>
public static class ReasonName
{
    /// <summary>Returns the name in lower case with hyphens, such as <c>not-ready</c>; <c>none</c> when healthy.</summary>
    public static string Of(Reason reason) => reason switch
    {
        Reason.None => "none",
        Reason.Refused => "refused",
        Reason.Timeout => "timeout",
        Reason.Dns => "dns",
        Reason.Unreachable => "unreachable",
        Reason.Closed => "closed",
        Reason.Tls => "tls",
        Reason.Status => "status",
        Reason.Body => "body",
        Reason.Slow => "slow",
        Reason.Protocol => "protocol",
        Reason.NotReady => "not-ready",
        Reason.Missing => "missing",
        Reason.Stale => "stale",
        Reason.Backlog => "backlog",
        Reason.Denied => "denied",
        _ => "error",
    };
}
