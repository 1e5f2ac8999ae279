using System.Net;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Serving;

/// <summary>
/// Who may ask, and how often. Each client has a limit of its own, so that one that asks too much takes nothing from Kubernetes' probes.
/// </summary>
internal sealed class Admission(SidecarSettings settings, TimeProvider time)
{
    private readonly IReadOnlyList<IPNetwork> _allow = settings.Allow;
    private readonly RateLimit? _limit = settings.RateLimit == 0 ? null : new RateLimit(settings.RateLimit, time);

    /// <summary>Returns null for a request that may pass, or its refusal.</summary>
    public Answer? Refusal(IPAddress client)
    {
        IPAddress plain = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return _allow.Count > 0 && !_allow.Any(network => network.Contains(plain)) ? FixedAnswers.Forbidden
            : _limit is null || _limit.Allows(plain) ? null
            : FixedAnswers.TooManyRequests;
    }
}
