using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HealthProbe.Sidecar.Serving;

/// <summary>How long a slow client may take. The web server looks at them once a second.</summary>
/// <param name="Headers">From the first byte of a request to the end of its headers.</param>
/// <param name="Idle">Between requests, and from the connection to the first byte.</param>
/// <param name="Response">For a response that the client does not read.</param>
internal sealed record ClientTimeouts(TimeSpan Headers, TimeSpan Idle, TimeSpan Response)
{
    public static ClientTimeouts Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));

    /// <summary>The rate for <see cref="Response"/>. At a lower rate, what the kernel takes at once would be credit for hours.</summary>
    public MinDataRate ResponseRate => new(bytesPerSecond: 1024 * 1024, gracePeriod: Response);
}
