using HealthProbe.Transport;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Sidecar;

/// <summary>How the sidecar connects: with the framework's sockets, and names resolved in the same way on every system.</summary>
internal static class SidecarTransport
{
    public static NetworkTransport Instance { get; } = new AsyncTransport(new NameResolver());
}
