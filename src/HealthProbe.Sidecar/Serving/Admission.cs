using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Serving;

/// <summary>Who may ask, and how often. Each client has a limit of its own, so that one that asks too much takes nothing from Kubernetes' probes.</summary>
internal sealed class Admission : IDisposable
{
    private readonly IReadOnlyList<IPNetwork> _allow;
    private readonly PartitionedRateLimiter<IPAddress>? _limiter;

    public Admission(SidecarSettings settings)
    {
        _allow = settings.Allow;
        _limiter = settings.RateLimit == 0 ? null : PartitionedRateLimiter.Create<IPAddress, IPAddress>(
            client => RateLimitPartition.GetFixedWindowLimiter(client, _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.RateLimit,
                Window = TimeSpan.FromSeconds(1),
                AutoReplenishment = false,
            }));
    }

    /// <summary>Returns null for a request that may pass, or its refusal.</summary>
    public Answer? Refusal(IPAddress client)
    {
        IPAddress plain = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return _allow.Count > 0 && !_allow.Any(network => network.Contains(plain)) ? FixedAnswers.Forbidden
            : _limiter is null || IsWithinLimit(plain) ? null
            : FixedAnswers.TooManyRequests;
    }

    public void Dispose() => _limiter?.Dispose();

    private bool IsWithinLimit(IPAddress client)
    {
        using RateLimitLease lease = _limiter!.AttemptAcquire(Household(client));
        return lease.IsAcquired;
    }

    // An IPv6 client usually has a whole /64 to ask from.
    private static IPAddress Household(IPAddress client)
    {
        if (client.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return client;
        }

        byte[] bytes = client.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
